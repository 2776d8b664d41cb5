package io.npushell.plan;

import java.util.List;

/** The container has the workspace where the host has it. */
final class ContainerWorkspace {
    static final Rule RULE = Rule.of("C02", "Workspace not in the container", """
            The session's directory, code, data and weights lie in the workspace, and all paths name it as the host does. So it must be mounted at the
            same path inside, writable.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerWorkspace() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || container.workspace() == null) {
            return List.of();
        }
        return List.of(RULE.error(container.workspace(), List.of("container start --recreate", "unset container")));
    }
}
