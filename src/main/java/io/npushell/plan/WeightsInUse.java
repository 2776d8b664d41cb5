package io.npushell.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nobody reads the converted weights that would be replaced, nobody still writes the model they are made of. */
final class WeightsInUse {
    static final Rule RULE = Rule.of("W09", "Weights to convert in use", """
            A session that is running or waiting loads the weights that the weights step would write, writes them itself, or still
            makes the model that the step would read.""").about(Step.Kind.WEIGHTS, Step.Kind.TRAIN);

    private WeightsInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Weights weights = draft.facts().weights();
        boolean wanted = draft.runType().finetunes() || draft.asks(Step.Kind.WEIGHTS);
        if (weights == null || !wanted || !WeightsStep.due(draft)) {
            return List.of();
        }
        return of(RULE, weights.target(), weights.usedBy(), weights.source(), weights.sourceWriter());
    }

    /** What keeps a step from writing its target or reading its source; ids of sessions, null where there is none. */
    static List<Finding> of(Rule rule, String target, @Nullable String user, String source, @Nullable String writer) {
        List<Finding> findings = new ArrayList<>();
        if (user != null) {
            findings.add(rule.error("'" + target + "' is in use by session " + user, ways(user)));
        }
        if (writer != null) {
            findings.add(rule.error("'" + source + "' is still being made by session " + writer, ways(writer)));
        }
        return findings;
    }

    private static List<String> ways(String session) {
        return List.of("wait " + session, "stop " + session);
    }
}
