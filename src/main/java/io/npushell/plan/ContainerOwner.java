package io.npushell.plan;

import java.util.List;

/** The user inside may write to the workspace. */
final class ContainerOwner {
    static final Rule RULE = Rule.of("C04", "Workspace not writable inside", """
            The image's user is ma-user; what root uploaded it cannot write to, and the training would stop at its first checkpoint.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerOwner() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || container.writable() || container.workspace() != null) {
            return List.of();
        }
        return List.of(RULE.error(
                "user %s of container %s cannot write to '%s' and what is saved in it"
                        .formatted(container.user(), container.name(), draft.workDir()),
                List.of("container setup", "set container-user root")));
    }
}
