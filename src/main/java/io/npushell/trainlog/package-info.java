/** Training logs: followed, parsed into metrics, failures diagnosed. Knows no session. */
@NullMarked
package io.npushell.trainlog;

import org.jspecify.annotations.NullMarked;
