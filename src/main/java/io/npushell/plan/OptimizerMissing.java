package io.npushell.plan;

import java.util.List;

/** A resume needs the state of the optimizer. */
final class OptimizerMissing {
    static final Rule RULE = Rule.liftable("R04", "Checkpoint without optimizer state", """
            Converted weights and merged ones have no optimizer state and cannot be resumed, only fine-tuned.""");

    private OptimizerMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.resumes()
                || model == null
                || !model.exists()
                || model.problem() != null
                || model.iteration() < 0
                || model.hasOptimizer()) {
            return List.of();
        }
        return List.of(RULE.error(
                draft.engine().certainty(),
                "the checkpoint in '" + model.directory() + "' has no optimizer state to go on with",
                List.of("set model-path session:ID", "use " + draft.profile().name() + "/sft")));
    }
}
