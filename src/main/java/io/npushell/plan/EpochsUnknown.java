package io.npushell.plan;

import static io.npushell.params.ParameterNames.EPOCHS;

import java.util.List;

/** Epochs become iterations only with the size of the data. */
final class EpochsUnknown {
    static final Rule RULE = Rule.of("D08", "Epochs without known data", """
            Iterations = epochs × samples / GBS, rounded up; samples of pretraining = (tokens − 1) / SEQ_LEN, of fine-tuning the
            documents. Until the data is prepared its size is not known.""");

    private EpochsUnknown() {}

    /** Values alone do not tell: the data may be there. */
    static List<Finding> check(Draft draft) {
        boolean unseen = !draft.facts().looked() && !draft.facts().machine().assumed();
        if (unseen || !draft.settings().has(EPOCHS) || draft.iterations().isPresent()) {
            return List.of();
        }
        return List.of(RULE.error(
                "epochs %s cannot be turned into iterations before the data is prepared"
                        .formatted(draft.settings().text(EPOCHS).orElse("")),
                List.of("data prepare", "set train-iters N")));
    }
}
