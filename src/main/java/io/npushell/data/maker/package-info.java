/** Makes small tokenizers in the real formats from a text of our own. Knows nothing of datasets. */
@NullMarked
package io.npushell.data.maker;

import org.jspecify.annotations.NullMarked;
