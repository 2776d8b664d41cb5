/** Checkpoints as files: torch archives and Megatron's directory layout. Never runs a pickle's code. */
@NullMarked
package io.npushell.weights;

import org.jspecify.annotations.NullMarked;
