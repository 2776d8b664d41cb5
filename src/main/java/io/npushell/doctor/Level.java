package io.npushell.doctor;

import java.util.Locale;

/** How well something is. */
public enum Level {
    OK,
    WARNING,
    ERROR;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
