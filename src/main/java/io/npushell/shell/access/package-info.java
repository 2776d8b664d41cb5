/** What commands act through: the workspace's sessions, launcher, stopper and planner, wired for the settings in use. */
@NullMarked
package io.npushell.shell.access;

import org.jspecify.annotations.NullMarked;
