package io.npushell.plan;

import java.util.List;
import java.util.OptionalLong;

/** A resumed training has iterations left. */
final class NothingLeftToTrain {
    static final Rule RULE = Rule.of("R01", "Nothing left to train", """
            TRAIN_ITERS counts from the very first iteration. Where the checkpoint has as many, Megatron trains nothing, saves again and
            ends with exit code 0.""");

    private NothingLeftToTrain() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        OptionalLong iterations = draft.iterations();
        if (!draft.resumes() || model == null || iterations.isEmpty() || model.iteration() < iterations.getAsLong()) {
            return List.of();
        }
        return List.of(RULE.error(
                "the checkpoint has %d iterations, so train-iters %d trains nothing"
                        .formatted(model.iteration(), iterations.getAsLong()),
                List.of("set train-iters " + (model.iteration() / 100 + 1) * 100)));
    }
}
