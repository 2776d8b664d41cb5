/** The operator's side: main, wiring, commands, completion, views. The only user of Spring Shell and JLine. */
@NullMarked
package io.npushell.shell;

import org.jspecify.annotations.NullMarked;
