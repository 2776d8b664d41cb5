/** Datasets and tokenizers: raw text in, Megatron's indexed files out. Knows no model and no training. */
@NullMarked
package io.npushell.data;

import org.jspecify.annotations.NullMarked;
