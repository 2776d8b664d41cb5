package io.npushell.plan;

import java.util.List;

/** Without its tracker a checkpoint is silently ignored. */
final class TrackerMissing {
    static final Rule RULE = Rule.of("W02", "Tracker file missing or wrong", """
            Where latest_checkpointed_iteration.txt is missing Megatron prints one warning and trains from random weights; where it names no
            iteration that is there and whole, loading fails after the start.""");

    private TrackerMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || !model.exists() || model.tracker() || model.iteration() < 0) {
            return List.of();
        }
        String tracker = model.directory() + "/latest_checkpointed_iteration.txt";
        return List.of(RULE.error(
                model.trackerProblem(), List.of("!echo " + model.iteration() + " > " + Remedies.word(tracker))));
    }
}
