/** The script language as pure functions: text to words, words to values. Runs nothing. */
@NullMarked
package io.npushell.shell.script;

import org.jspecify.annotations.NullMarked;
