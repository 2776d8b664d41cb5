package io.npushell.plan;

import java.util.List;

/** The container has the NPUs that the script starts ranks on. */
final class ContainerNpus {
    static final Rule RULE = Rule.of("C05", "Container has too few NPUs", """
            A container has only the NPUs that were given to it when it was made. The scripts start a fixed number of ranks, one per NPU.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerNpus() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || !draft.engine().needsNpus() || container.npus() >= draft.devicesPerNode()) {
            return List.of();
        }
        return List.of(RULE.error(
                "container %s has %d NPUs, and the script starts %d ranks"
                        .formatted(container.name(), container.npus(), draft.devicesPerNode()),
                List.of("container start --recreate")));
    }
}
