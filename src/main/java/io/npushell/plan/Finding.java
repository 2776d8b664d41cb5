package io.npushell.plan;

import java.util.List;
import java.util.Locale;

/**
 * Something the operator should know before launching.
 *
 * @param code stable, one letter for the field and two digits: P04
 * @param sentence what and why, one sentence, values in it
 * @param remedies commands that would mend it, best first
 * @param accepted whether the operator lifted it with {@code launch --accept}
 */
public record Finding(
        String code, Severity severity, Certainty certainty, String sentence, List<String> remedies, boolean accepted) {

    public Finding {
        remedies = List.copyOf(remedies);
    }

    /** Whether it keeps a launch from happening. */
    public boolean blocks() {
        return severity == Severity.ERROR && !accepted;
    }

    Finding with(List<String> others) {
        return new Finding(code, severity, certainty, sentence, others, accepted);
    }

    Finding lifted() {
        return new Finding(code, severity, certainty, sentence, remedies, true);
    }

    public enum Severity {
        ERROR,
        WARNING,
        ADVICE;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How sure we are. Only {@link #SCRIPT_DECIDES} may be lifted: the scripts are private, and some of them may know better. */
    public enum Certainty {
        CERTAIN("certain"),
        SCRIPT_DECIDES("the script decides"),
        ESTIMATE("estimate");

        private final String label;

        Certainty(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
