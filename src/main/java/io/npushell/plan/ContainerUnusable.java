package io.npushell.plan;

import java.util.List;

/** The chosen container runs. */
final class ContainerUnusable {
    static final Rule RULE = Rule.of("C01", "Container cannot be used", """
            The container that is chosen must be there and running, and docker must answer. Without a container chosen the training runs right on
            the host.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerUnusable() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.of(draft);
        if (container == null || container.trouble() == null) {
            return List.of();
        }
        return List.of(RULE.error(container.trouble(), List.of(container.mend(), "unset container")));
    }
}
