package io.npushell.shell.imports;

import io.npushell.plan.Finding.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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

    /** The kinds, with the code that scripts look for and what it means; docs/import.md lists them. */
    enum Kind {
        CHARACTERS(
                "I01",
                Severity.WARNING,
                "curly quotes, full-width characters, long dashes, odd blanks, invisible characters"),
        BLANK_AT_EQUALS("I02", Severity.WARNING, "a blank before or after `=`"),
        CONTINUATION(
                "I03",
                Severity.WARNING,
                "a continuation that is broken: a blank or a comment after the backslash, no blank before it, one too many at the end, one missing before a line of options; a comment that has a command behind it on one line"),
        UNKNOWN_VARIABLE(
                "I04", Severity.ERROR, "a variable that the script does not read, with the one that was meant"),
        GIVEN_TWICE("I05", Severity.ERROR, "a variable given twice with different values"),
        MISSING(
                "I06",
                Severity.WARNING,
                "a value that the run type or several nodes need and the command does not give"),
        NOT_A_VALUE("I07", Severity.ERROR, "a value that the parameter's own kind and range forbid; it is left out"),
        NODES_DIFFER(
                "I08",
                Severity.ERROR,
                "commands of several nodes that differ in more than NODE_RANK, or are not as many as NNODES"),
        PLACEHOLDER(
                "I09",
                Severity.WARNING,
                "something that only stands for a value: `xx.xx.xx.xx`, `$NAME` that was never set, `$(…)`, `~` in quotes; it is left out"),
        OTHER_DEFAULT(
                "I10", Severity.ADVICE, "a value left to the script whose own default is not the recommended one"),
        OPEN_QUOTE("I11", Severity.WARNING, "a quote that is not closed"),
        TOOL_OPTION("I12", Severity.ERROR, "an option that upstream's tool does not have, or with one dash"),
        NOT_PASSED_ON(
                "I13",
                Severity.WARNING,
                "what the script would not see: a variable on a line of its own without `export`, or behind sudo without -E; variables and other arguments after the script"),
        HARMLESS(
                "I14",
                Severity.ADVICE,
                "what changes nothing: the same value twice, runtime variables such as HCCL_CONNECT_TIMEOUT (they belong into the profile's environment), relative paths, what a launch needs not: `set_env.sh`, `mkdir`, a host of ssh; what container start does anyway"),
        LEFT_OUT(
                "I15",
                Severity.WARNING,
                "another command, behind the training on its line or on one of its own, that does something: it is left out, and a launch does not run it"),
        NOT_READ(
                "I16",
                Severity.ERROR,
                "a loop, a condition, a function or a here-document that holds a training or a tool: it is not read"),
        NOT_TOGETHER(
                "I17",
                Severity.WARNING,
                "steps of one training that do not go together: another SEQ_LEN, TP, tokenizer or path before the training than for it, data without the handler that the run type needs");

        private final String code;
        private final Severity severity;
        private final String meaning;

        Kind(String code, Severity severity, String meaning) {
            this.code = code;
            this.severity = severity;
            this.meaning = meaning;
        }

        String code() {
            return code;
        }

        Severity severity() {
            return severity;
        }

        /** What it objects to, as docs/import.md has it. */
        String meaning() {
            return meaning;
        }

        static Optional<Kind> find(String code) {
            return Arrays.stream(values())
                    .filter(kind -> kind.code.equalsIgnoreCase(code))
                    .findFirst();
        }
    }
}
