/** Files as every package handles them (replaced whole, locked, deleted as trees, their failures said in words), and names near to a misspelt one. */
@NullMarked
package io.npushell.io;

import org.jspecify.annotations.NullMarked;
