/** How things look: text with style, tables, JSON, the two streams. Knows no command. */
@NullMarked
package io.npushell.shell.view;

import org.jspecify.annotations.NullMarked;
