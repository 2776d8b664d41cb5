package io.npushell.shell.imports;

import io.npushell.plan.Finding.Severity;
import java.util.List;

/**
 * Something in a command that would not have done what it looks like.
 *
 * @param line of the text, from 1; 0 where no one line is meant
 * @param sentence what it is, what would have happened, and what was taken instead
 * @param remedies commands, may be empty
 */
record Mistake(Kind kind, int line, String sentence, List<String> remedies) {
    Mistake {
        remedies = List.copyOf(remedies);
    }

    /** The kinds, with the code that scripts look for; docs/import.md describes them. */
    enum Kind {
        CHARACTERS("I01", Severity.WARNING),
        BLANK_AT_EQUALS("I02", Severity.WARNING),
        CONTINUATION("I03", Severity.WARNING),
        UNKNOWN_VARIABLE("I04", Severity.ERROR),
        GIVEN_TWICE("I05", Severity.ERROR),
        MISSING("I06", Severity.WARNING),
        NOT_A_VALUE("I07", Severity.ERROR),
        NODES_DIFFER("I08", Severity.ERROR),
        PLACEHOLDER("I09", Severity.WARNING),
        OTHER_DEFAULT("I10", Severity.ADVICE),
        OPEN_QUOTE("I11", Severity.WARNING),
        TOOL_OPTION("I12", Severity.ERROR),
        NOT_PASSED_ON("I13", Severity.WARNING),
        HARMLESS("I14", Severity.ADVICE),
        LEFT_OUT("I15", Severity.WARNING),
        NOT_READ("I16", Severity.ERROR),
        NOT_TOGETHER("I17", Severity.WARNING);

        private final String code;
        private final Severity severity;

        Kind(String code, Severity severity) {
            this.code = code;
            this.severity = severity;
        }

        String code() {
            return code;
        }

        Severity severity() {
            return severity;
        }
    }
}
