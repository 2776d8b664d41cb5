package io.npushell.session;

import org.jspecify.annotations.Nullable;

/** What is to be said of a session's state; reason and mark as in {@link Session}. */
record Observation(
        SessionState state,
        @Nullable String reason,
        @Nullable String mark) {
    static final String UNREACHABLE = "unreachable";

    static Observation of(SessionState state) {
        return new Observation(state, null, null);
    }

    static Observation of(SessionState state, String reason) {
        return new Observation(state, reason, null);
    }

    /** Why is in words; the state is what was known last. */
    static Observation unreachable(SessionState state, String why) {
        return new Observation(state, why, UNREACHABLE);
    }
}
