package io.npushell.plan;

import java.util.List;

/** The image has what the supervisor of a session runs. */
final class ContainerPrograms {
    static final Rule RULE = Rule.of("C03", "Image lacks programs", """
            The supervisor of a session runs inside the container. It needs a POSIX shell with the usual tools, and flock and setsid of util-linux.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerPrograms() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || container.lacking().isEmpty()) {
            return List.of();
        }
        return List.of(RULE.error(
                "container %s lacks %s, which a session needs inside"
                        .formatted(container.name(), String.join(", ", container.lacking())),
                List.of("container enter, and install util-linux", "set image ANOTHER", "unset container")));
    }
}
