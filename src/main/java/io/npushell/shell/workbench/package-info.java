/** What the operator is working on: one mutable reference to an immutable state, and its file. */
@NullMarked
package io.npushell.shell.workbench;

import org.jspecify.annotations.NullMarked;
