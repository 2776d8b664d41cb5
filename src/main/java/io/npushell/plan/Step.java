package io.npushell.plan;

import java.util.List;
import java.util.Locale;

/**
 * One part of a session.
 *
 * @param summary what it does, one line: "train-00000.parquet → alpaca_text_document"
 * @param state whether its output is already there
 * @param note what was found: "done, 52,002 documents"; "" where there is nothing to say
 * @param commands of each node in their order; where a node has several, the last one decides whether it succeeded; empty where it is done
 */
public record Step(Kind kind, String summary, State state, String note, List<NodeCommand> commands) {

    public Step {
        commands = List.copyOf(commands);
    }

    public enum Kind {
        DATA,
        WEIGHTS,
        TRAIN,
        EXPORT;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        TO_DO,
        DONE,
        STALE;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }
}
