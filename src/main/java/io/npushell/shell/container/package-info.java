/** The container commands: what the manual does with docker by hand. */
@NullMarked
package io.npushell.shell.container;

import org.jspecify.annotations.NullMarked;
