/** The catalogue of hyperparameters, their typed values and where each value came from. Knows no file, no process, no clock. */
@NullMarked
package io.npushell.params;

import org.jspecify.annotations.NullMarked;
