/** Commands as the manual has them, taken apart: their variables become settings, their mistakes are named. Runs nothing of them. */
@NullMarked
package io.npushell.shell.imports;

import org.jspecify.annotations.NullMarked;
