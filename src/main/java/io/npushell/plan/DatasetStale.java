package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.Set;

/** The dataset is what the settings would make now. */
final class DatasetStale {
    static final Rule RULE = Rule.of("D03", "Dataset made with other settings", """
            The manifest beside a prepared dataset says what it was made of and how; where the settings now say otherwise, the data step
            makes it anew before the training.""");

    private DatasetStale() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null || dataset.madeFrom() == null) {
            return List.of();
        }
        Preparation preparation = draft.preparation();
        String sentence = "dataset '" + dataset.prefix() + "' does not match the settings: " + dataset.madeFrom();
        return List.of(
                preparation.possible()
                        ? RULE.warning(
                                Certainty.CERTAIN,
                                sentence + "; the data step will make it anew",
                                List.of(aloneHere(draft) ? DatasetInUse.elsewhere(draft) : "data prepare"))
                        : RULE.warning(
                                Certainty.CERTAIN,
                                sentence + ", and " + preparation.obstacle(),
                                List.of(preparation.remedy())));
    }

    /** Whether it is the data step itself that was asked for. */
    private static boolean aloneHere(Draft draft) {
        return draft.request().only().equals(Set.of(Step.Kind.DATA));
    }
}
