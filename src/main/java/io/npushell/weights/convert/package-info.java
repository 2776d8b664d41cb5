/** Hugging Face models to Megatron checkpoints and back, cut for any legal TP and PP; one tensor's slices in memory at a time. */
@NullMarked
package io.npushell.weights.convert;

import org.jspecify.annotations.NullMarked;
