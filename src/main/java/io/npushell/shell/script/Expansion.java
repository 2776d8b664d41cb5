package io.npushell.shell.script;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;

/** Replaces the variables of words and a leading tilde. A value stays one word, whatever blanks it holds. */
public final class Expansion {
    private Expansion() {}

    /**
     * The words of a command as it will get them.
     *
     * @throws OperatorException USAGE for a variable that is not set, or a quote that is not closed
     */
    public static List<String> words(RawCommand command, Variables variables) {
        if (command.ending() == RawCommand.Ending.OPEN) {
            char open = command.words().get(command.words().size() - 1).openQuote();
            throw new OperatorException(
                    ExitCode.USAGE,
                    open == '{' ? "a ${ is not closed" : "a quote " + open + " is not closed",
                    "close it on the same command");
        }
        return command.words().stream().map(word -> word(word, variables)).toList();
    }

    private static String word(RawWord word, Variables variables) {
        StringBuilder value = new StringBuilder();
        for (Piece piece : word.pieces()) {
            if (piece instanceof Piece.Literal literal) {
                boolean first = value.isEmpty() && piece == word.pieces().get(0) && !literal.quoted();
                value.append(first ? tilde(literal.text(), word, variables) : literal.text());
            } else if (piece instanceof Piece.Reference reference) {
                value.append(value(reference, variables));
            }
        }
        return value.toString();
    }

    private static String tilde(String text, RawWord word, Variables variables) {
        boolean alone = text.equals("~") && word.pieces().size() == 1;
        return alone || text.startsWith("~/") ? variables.find("HOME").orElse("~") + text.substring(1) : text;
    }

    private static String value(Piece.Reference reference, Variables variables) {
        String value = variables.find(reference.name()).orElse(null);
        String fallback = reference.fallback();
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "the variable '" + reference.name() + "' is not set",
                    "--set " + reference.name() + "=VALUE   or   ${" + reference.name() + ":-default}");
        }
        return value;
    }
}
