package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** The container has what the manual installs. */
final class ContainerSetup {
    static final Rule RULE = Rule.of("C07", "Container not set up", """
            What pip installs goes into the container, so a container made anew lacks it. container setup repeats it and records that it did.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerSetup() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || !draft.engine().needsCodePackage() || container.setup() == null) {
            return List.of();
        }
        return List.of(RULE.warning(
                Certainty.CERTAIN,
                "container " + container.name() + " needs its setup: " + container.setup(),
                List.of("container setup")));
    }
}
