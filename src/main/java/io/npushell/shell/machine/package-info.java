/** The commands on the machine: its NPUs, and whether it is fit to train on. */
@NullMarked
package io.npushell.shell.machine;

import org.jspecify.annotations.NullMarked;
