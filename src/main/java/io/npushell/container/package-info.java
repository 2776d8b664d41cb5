/** What a container engine says and is told. Plans containers from values alone; never decides about a session. */
@NullMarked
package io.npushell.container;

import org.jspecify.annotations.NullMarked;
