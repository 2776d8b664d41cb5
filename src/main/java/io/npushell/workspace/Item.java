package io.npushell.workspace;

import java.nio.file.Path;
import java.util.Locale;

/**
 * One thing a workspace holds, or should.
 *
 * @param name "weights", "data finetune"
 * @param bytes its size, 0 where it is missing
 * @param note what was found, or what of it is missing
 * @param next the command to get it or to go on with it, "" where there is nothing to do
 */
public record Item(String name, State state, Path path, long bytes, String note, String next) {
    public enum State {
        THERE,
        /** Part of it is there, or it is damaged. */
        INCOMPLETE,
        MISSING;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
