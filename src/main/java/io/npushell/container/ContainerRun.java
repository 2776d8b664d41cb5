package io.npushell.container;

import java.util.List;
import java.util.Optional;

/**
 * A container from one start to its end: stopped and started again it is another, and nothing of the first is left.
 *
 * @param id as the engine gives it, whole
 * @param name what the operator calls it
 * @param user uid:gid of the processes in question, who alone may look into and signal them
 * @param started when it was started, as the engine says it
 */
public record ContainerRun(String id, String name, String user, String started) {
    /** What {@code state/identity} calls such a place. */
    public static final String KIND = "container";

    /** One line without a line's end; {@link #parse} reads it. */
    public String text() {
        return String.join(" ", id, name, user, started);
    }

    /** Empty where the text is none. */
    public static Optional<ContainerRun> parse(String text) {
        List<String> words = List.of(text.strip().split(" ", -1));
        return words.size() == 4 && words.stream().noneMatch(String::isEmpty)
                ? Optional.of(new ContainerRun(words.get(0), words.get(1), words.get(2), words.get(3)))
                : Optional.empty();
    }
}
