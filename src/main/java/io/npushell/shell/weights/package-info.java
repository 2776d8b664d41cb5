/** The commands on weights: convert, merge, inspect. */
@NullMarked
package io.npushell.shell.weights;

import org.jspecify.annotations.NullMarked;
