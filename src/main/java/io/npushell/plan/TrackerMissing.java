package io.npushell.plan;

import java.util.List;

/** Without its tracker a checkpoint is silently ignored. */
final class TrackerMissing {
    static final Rule RULE = Rule.of("W02", "Tracker file missing", """
            Where latest_checkpointed_iteration.txt is missing Megatron prints one warning and trains from random weights.""");

    private TrackerMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || !model.exists() || model.tracker() || model.iteration() < 0) {
            return List.of();
        }
        String tracker = model.directory() + "/latest_checkpointed_iteration.txt";
        return List.of(RULE.error(
                "'" + tracker + "' is missing, so the training would silently start from random weights",
                List.of("!echo " + model.iteration() + " > " + Remedies.word(tracker))));
    }
}
