package io.npushell.profile;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What trains: the manual's scripts on NPUs, or the built-in CPU trainer. */
public enum Engine {
    ASCEND,
    EMBEDDED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Engine> find(String label) {
        return Arrays.stream(values())
                .filter(engine -> engine.label().equals(label))
                .findFirst();
    }
}
