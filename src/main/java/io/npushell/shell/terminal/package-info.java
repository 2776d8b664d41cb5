/** The interactive side: line reader, completion, highlighting, prompt. Completion reads memory only, never a file or a process. */
@NullMarked
package io.npushell.shell.terminal;

import org.jspecify.annotations.NullMarked;
