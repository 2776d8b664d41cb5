package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import io.npushell.plan.Finding.Severity;
import java.util.List;
import java.util.Set;

/**
 * What one check looks for, as the help and docs/findings.md explain it; makes the findings of its code.
 *
 * @param liftable whether the private scripts may know better, so that {@code --accept} can lift it
 * @param steps the steps it keeps from running
 */
record Rule(String code, String title, String explanation, boolean liftable, Set<Step.Kind> steps) {
    Rule {
        explanation = explanation.strip().replaceAll("\\s*\\n\\s*", " ");
        steps = Set.copyOf(steps);
    }

    static Rule of(String code, String title, String explanation) {
        return new Rule(code, title, explanation, false, Set.of(Step.Kind.TRAIN));
    }

    static Rule liftable(String code, String title, String explanation) {
        return new Rule(code, title, explanation, true, Set.of(Step.Kind.TRAIN));
    }

    /** The same for other steps than the training. */
    Rule about(Step.Kind... kinds) {
        return new Rule(code, title, explanation, liftable, Set.of(kinds));
    }

    Finding error(String sentence, List<String> remedies) {
        return error(Certainty.CERTAIN, sentence, remedies);
    }

    Finding error(Certainty certainty, String sentence, List<String> remedies) {
        if (certainty == Certainty.SCRIPT_DECIDES && !liftable) {
            throw new IllegalStateException(code + " is not declared liftable");
        }
        return finding(Severity.ERROR, certainty, sentence, remedies);
    }

    Finding warning(Certainty certainty, String sentence, List<String> remedies) {
        return finding(Severity.WARNING, certainty, sentence, remedies);
    }

    Finding advice(Certainty certainty, String sentence, List<String> remedies) {
        return finding(Severity.ADVICE, certainty, sentence, remedies);
    }

    private Finding finding(Severity severity, Certainty certainty, String sentence, List<String> remedies) {
        return new Finding(code, severity, certainty, sentence, remedies, false);
    }
}
