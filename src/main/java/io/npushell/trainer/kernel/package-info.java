/** The vector code of the embedded engine, nothing else. Sums are in a fixed order, whatever the threads and the vector width. */
@NullMarked
package io.npushell.trainer.kernel;

import org.jspecify.annotations.NullMarked;
