/** The commands on the workspace: init, unpack, fetch, status. */
@NullMarked
package io.npushell.shell.workspace;

import org.jspecify.annotations.NullMarked;
