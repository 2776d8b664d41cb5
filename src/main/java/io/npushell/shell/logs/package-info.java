/** The commands on what trainings left behind: their logs' figures and curves, their checkpoints. */
@NullMarked
package io.npushell.shell.logs;

import org.jspecify.annotations.NullMarked;
