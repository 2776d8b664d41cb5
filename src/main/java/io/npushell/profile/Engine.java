package io.npushell.profile;

import java.util.Locale;

/** What trains: the manual's scripts on NPUs, or the built-in CPU trainer. */
public enum Engine {
    ASCEND,
    EMBEDDED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
