package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Asks the operator; without a terminal nobody can be asked, and that is exit 7. */
public final class Questions {
    private volatile Function<String, Optional<String>> reader = prompt -> Optional.empty();

    /** Says how a line is read; empty where there is nobody to ask. */
    public void readBy(Function<String, Optional<String>> lineReader) {
        reader = lineReader;
    }

    /**
     * Whether the operator says yes.
     *
     * @param flag what would have answered it: "--yes"
     */
    public boolean confirm(String question, String flag) {
        Optional<String> answer = reader.apply(question + " [y/N] ");
        if (answer.isEmpty()) {
            throw new OperatorException(ExitCode.CONFIRMATION, question + " Nobody is here to say yes.", "add " + flag);
        }
        String word = answer.get().strip().toLowerCase(Locale.ROOT);
        return word.equals("y") || word.equals("yes");
    }
}
