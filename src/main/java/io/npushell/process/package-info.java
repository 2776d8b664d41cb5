/** Short commands, detached starts, process identity and locks. The only user of Commons Exec and of /proc. */
@NullMarked
package io.npushell.process;

import org.jspecify.annotations.NullMarked;
