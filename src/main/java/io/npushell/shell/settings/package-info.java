/** The commands on profile, parameters and plan: use, set, unset, show, explain, diff, undo, check, plan; and how these look. */
@NullMarked
package io.npushell.shell.settings;

import org.jspecify.annotations.NullMarked;
