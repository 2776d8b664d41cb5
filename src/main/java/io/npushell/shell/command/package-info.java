/** The command API and the commands: one class each, thin: words in, one call, one view. Never reads the terminal and keeps no state. */
@NullMarked
package io.npushell.shell.command;

import org.jspecify.annotations.NullMarked;
