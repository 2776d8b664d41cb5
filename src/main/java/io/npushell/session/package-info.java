/** The durable record of one training session: directory, journal, state, summary. Reads the world, never changes a training. */
@NullMarked
package io.npushell.session;

import org.jspecify.annotations.NullMarked;
