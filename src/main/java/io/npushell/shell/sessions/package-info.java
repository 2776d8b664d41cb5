/** The commands on sessions and how sessions look: launch, sessions, show, log, tail, stop, resume, wait, note, sample. */
@NullMarked
package io.npushell.shell.sessions;

import org.jspecify.annotations.NullMarked;
