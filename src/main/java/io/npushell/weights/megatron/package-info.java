/** Megatron's side of a model: its weights in order, under which names a stage's file has them, and which part of each a rank holds. */
@NullMarked
package io.npushell.weights.megatron;

import org.jspecify.annotations.NullMarked;
