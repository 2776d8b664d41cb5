package io.npushell.session;

import java.util.Locale;

/** The closed set of states a session can be in; docs/sessions.md says what each means. */
public enum SessionState {
    QUEUED,
    STARTING,
    RUNNING,
    STOPPING,
    COMPLETED,
    FAILED,
    STOPPED,
    INTERRUPTED,
    LOST;

    /** Whether it may still change by itself. */
    public boolean active() {
        return this == QUEUED || this == STARTING || this == RUNNING || this == STOPPING;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
