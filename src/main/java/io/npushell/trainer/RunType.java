package io.npushell.trainer;

import java.util.Locale;

/** The manual's four run types. */
enum RunType {
    PRETRAIN,
    RETRAIN,
    SFT,
    LORA;

    /** The run type of a RUN_TYPE. */
    static RunType of(String value) {
        for (RunType type : values()) {
            if (type.toString().equals(value)) {
                return type;
            }
        }
        throw Environment.wrong("RUN_TYPE", value, "it must be pretrain, retrain, sft or lora");
    }

    /** Whether it learns answers to instructions, from the packed three, instead of plain text. */
    boolean finetunes() {
        return this == SFT || this == LORA;
    }

    /** As RUN_TYPE has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
