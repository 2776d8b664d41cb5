package io.npushell.params;

import java.util.List;

/** What values a parameter takes by its own kind and range, whatever the other parameters are. */
public sealed interface ParameterKind {

    /** Reads the operator's spelling. */
    Reading read(String text);

    /** The range in words, as the help and the refusals say it: "a whole number from 1 to 64". */
    String range();

    /** What came of reading a spelling. */
    sealed interface Reading {
        record Accepted(Value value) implements Reading {}

        /**
         * Not a value of this kind.
         *
         * @param reason completes "'x' is not …": "a whole number from 1 to 64"
         */
        record Refused(String reason) implements Reading {}
    }

    /** Both bounds are inclusive; scripts read plain digits, so no sign, no thousands marks. */
    record WholeNumber(long min, long max) implements ParameterKind {
        @Override
        public Reading read(String text) {
            return KindReader.whole(this, text);
        }

        @Override
        public String range() {
            return max == Long.MAX_VALUE
                    ? "a whole number of at least " + min
                    : "a whole number from " + min + " to " + max;
        }
    }

    /** Both bounds are inclusive. */
    record DecimalNumber(double min, double max) implements ParameterKind {
        @Override
        public Reading read(String text) {
            return KindReader.decimal(this, text);
        }

        @Override
        public String range() {
            return "a number from " + KindReader.plain(min) + " to " + KindReader.plain(max);
        }
    }

    record Choice(List<String> values) implements ParameterKind {
        public Choice {
            values = List.copyOf(values);
        }

        @Override
        public Reading read(String text) {
            return KindReader.choice(this, text);
        }

        @Override
        public String range() {
            return "one of " + String.join(", ", values);
        }
    }

    record Switch() implements ParameterKind {
        @Override
        public Reading read(String text) {
            return KindReader.toggle(text);
        }

        @Override
        public String range() {
            return "on or off";
        }
    }

    /**
     * A file, a directory, or a prefix of files; absolute after {@code ~} is expanded by the shell.
     *
     * @param takesSession whether {@code session:12} may stand for the output of a session
     */
    record FilePath(boolean takesSession) implements ParameterKind {
        @Override
        public Reading read(String text) {
            return KindReader.path(this, text);
        }

        @Override
        public String range() {
            return takesSession ? "an absolute path or session:ID" : "an absolute path";
        }
    }

    /**
     * Text of a fixed form.
     *
     * @param pattern what the whole text must match
     * @param words the pattern in words
     */
    record Words(String pattern, String words) implements ParameterKind {
        @Override
        public Reading read(String text) {
            return KindReader.words(this, text);
        }

        @Override
        public String range() {
            return words;
        }
    }
}
