package io.npushell.shell.script;

import java.util.List;

/**
 * One command as it stands in the text.
 *
 * @param line number of the line it begins on, from 1
 * @param host what follows {@code !}, for the host's shell; "" for a command of ours
 * @param ending how its text ended
 */
public record RawCommand(int line, int start, int end, List<RawWord> words, String host, Ending ending) {

    /** Whether the text went on, or should have. */
    public enum Ending {
        WHOLE,
        /** A quote or brace is open. */
        OPEN,
        /** The text ends in a continuation backslash; what is there is a whole command all the same. */
        CONTINUED
    }

    public RawCommand {
        words = List.copyOf(words);
    }

    public boolean isHost() {
        return !host.isEmpty();
    }
}
