package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.Locale;

/** The manual's four run types. */
enum RunType {
    PRETRAIN,
    RETRAIN,
    SFT,
    LORA;

    /** The run type of a RUN_TYPE, if this version trains it. */
    static RunType of(String value) {
        for (RunType type : values()) {
            if (type.toString().equals(value)) {
                return type.trained();
            }
        }
        throw Environment.wrong("RUN_TYPE", value, "it must be pretrain, retrain, sft or lora");
    }

    private RunType trained() {
        return switch (this) {
            case PRETRAIN, RETRAIN -> this;
            case SFT, LORA ->
                throw new OperatorException(
                        ExitCode.USAGE,
                        "RUN_TYPE is '%s': the embedded engine does not train it in this version".formatted(this),
                        "use pretrain or retrain");
        };
    }

    /** As RUN_TYPE has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
