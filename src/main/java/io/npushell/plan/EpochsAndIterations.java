package io.npushell.plan;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;

import io.npushell.params.Setting;
import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Optional;

/** The length of a training is said once. */
final class EpochsAndIterations {
    static final Rule RULE = Rule.of("S03", "Epochs and iterations both set", """
            epochs derives train-iters. Where both come from the same place nobody can tell which is meant; where one is stronger, it counts.""");

    private EpochsAndIterations() {}

    static List<Finding> check(Draft draft) {
        Optional<Setting> epochs = draft.settings().find(EPOCHS);
        Optional<Setting> iterations = draft.settings().find(TRAIN_ITERS);
        if (epochs.isEmpty()
                || iterations.isEmpty()
                || iterations.get().origin().compareTo(epochs.get().origin()) < 0) {
            return List.of();
        }
        String both = "epochs %s and train-iters %s are both set"
                .formatted(epochs.get().value().text(), iterations.get().value().text());
        return List.of(
                iterations.get().origin() == epochs.get().origin()
                        ? RULE.error(both, List.of("unset epochs", "unset train-iters"))
                        : RULE.warning(
                                Certainty.CERTAIN,
                                both + "; train-iters counts, set by "
                                        + iterations.get().origin().label(),
                                List.of("unset train-iters")));
    }
}
