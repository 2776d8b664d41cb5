package io.npushell.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a model is trained; the label is what RUN_TYPE says to a script. */
public enum RunType {
    PRETRAIN,
    RETRAIN,
    SFT,
    LORA;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it trains on instruction data (the packed three) instead of plain text. */
    public boolean finetunes() {
        return this == SFT || this == LORA;
    }

    public static Optional<RunType> find(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equalsIgnoreCase(label))
                .findFirst();
    }
}
