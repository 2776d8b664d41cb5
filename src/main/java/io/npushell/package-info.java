/** What every part may speak of: exit codes, and failures the operator can mend. */
@NullMarked
package io.npushell;

import org.jspecify.annotations.NullMarked;
