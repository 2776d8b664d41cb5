package io.npushell.weights.convert;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of model: how its Hugging Face tensors are named and how its rows stand. */
public enum Family {
    QWEN("qwen"),
    CHATGLM3("chatglm");

    private final String modelType;

    Family(String modelType) {
        this.modelType = modelType;
    }

    /** {@code model_type} of config.json. */
    public String modelType() {
        return modelType;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The family of a config.json's {@code model_type}. */
    static Optional<Family> ofModelType(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    /** The family by its label, "qwen" or "chatglm3". */
    public static Optional<Family> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(family -> family.label().equals(label))
                .findFirst();
    }
}
