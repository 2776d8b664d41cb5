package io.npushell.plan;

import static io.npushell.params.ParameterNames.APPEND_EOD;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Without end marks documents run into each other. */
final class EndOfDocument {
    static final Rule RULE = Rule.of("D06", "No end marks between documents", """
            The manual never passes --append-eod, so the model never sees where a document ends and does not learn to stop.""");

    private EndOfDocument() {}

    static List<Finding> check(Draft draft) {
        if (draft.facts().dataset() == null
                || !Preparation.due(draft)
                || draft.on(APPEND_EOD)
                || !DataHandlers.asksForEndMarks(draft.settings())) {
            return List.of();
        }
        return List.of(RULE.advice(
                Certainty.CERTAIN,
                "the data step will write no end marks between documents, as in the manual",
                List.of("set append-eod on")));
    }
}
