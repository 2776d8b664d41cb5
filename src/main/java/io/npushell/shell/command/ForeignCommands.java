package io.npushell.shell.command;

import io.npushell.OperatorException;
import java.util.Optional;

/** Knows commands of the host's shell that stand for something of ours. */
public interface ForeignCommands {
    /** Knows none. */
    ForeignCommands NONE = new ForeignCommands() {
        @Override
        public boolean understands(String text) {
            return false;
        }

        @Override
        public Optional<OperatorException> refusal(String text) {
            return Optional.empty();
        }
    };

    /** Whether a text is one that {@code import} makes settings of. */
    boolean understands(String text);

    /** What is wrong with a text that should be one, with the way out; empty for one that is understood, and for any other. */
    Optional<OperatorException> refusal(String text);
}
