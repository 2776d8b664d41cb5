package io.npushell.plan;

import io.npushell.model.RunType;

/** A few words on each run type, for the list of values. */
final class RunTypeMeaning {
    private RunTypeMeaning() {}

    static String of(String label) {
        return RunType.find(label)
                .map(type -> switch (type) {
                    case PRETRAIN -> "from random weights, on plain text";
                    case RETRAIN -> "goes on from a saved checkpoint";
                    case SFT -> "fine-tunes all weights on instructions";
                    case LORA -> "fine-tunes a low-rank adapter on instructions";
                })
                .orElse("");
    }
}
