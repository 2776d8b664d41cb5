package io.npushell.trainlog;

import java.util.Locale;

/** Where a run is, as its log tells. */
public enum Phase {
    STARTING,
    PREPARING_DATA,
    CONVERTING_WEIGHTS,
    LOADING,
    TRAINING,
    VALIDATING,
    SAVING,
    ENDING;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
