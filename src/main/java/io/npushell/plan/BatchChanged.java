package io.npushell.plan;

import static io.npushell.params.ParameterNames.GLOBAL_BATCH;

import java.util.List;
import java.util.OptionalLong;

/** The schedule counts samples, so the batch is part of it. */
final class BatchChanged {
    static final Rule RULE = Rule.of("R03", "GBS changed on a resume", """
            Megatron counts its schedule in samples, so another GBS changes it like another TRAIN_ITERS does.""");

    private BatchChanged() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        OptionalLong batch = draft.settings().whole(GLOBAL_BATCH);
        if (!draft.resumes()
                || model == null
                || model.globalBatch() < 1
                || batch.isEmpty()
                || model.globalBatch() == batch.getAsLong()) {
            return List.of();
        }
        String sentence = "the checkpoint was trained with global batch %d, this would go on with %d"
                .formatted(model.globalBatch(), batch.getAsLong());
        return List.of(RULE.warning(
                draft.engine().certainty(),
                draft.engine().guardsSchedule()
                        ? sentence + ScheduleOptions.of(draft).consequence(draft)
                        : sentence,
                List.of("set gbs " + model.globalBatch())));
    }
}
