/** Raw text as operators have it, read record by record in constant memory. Never writes. */
@NullMarked
package io.npushell.data.source;

import org.jspecify.annotations.NullMarked;
