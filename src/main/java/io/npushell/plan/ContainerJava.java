package io.npushell.plan;

import java.util.List;

/** What is Java in a session that runs in a container finds Java there. */
final class ContainerJava {
    static final Rule RULE = Rule.of("C06", "No Java in the container", """
            The embedded engine and npu-shell's own data and weights steps are Java programs. The manual's image has no Java. Steps that are run
            alone (data prepare, weights convert) run on the host, which makes the same files; upstream's tools run inside.""")
            .about(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN, Step.Kind.EXPORT);

    private ContainerJava() {}

    static List<Finding> check(Draft draft) {
        Facts.Container container = ContainerWork.reached(draft);
        if (container == null || container.java()) {
            return List.of();
        }
        Installation installation = draft.request().installation();
        if (draft.engine().needsJava()) {
            return List.of(RULE.error(
                    "container %s cannot run '%s', which %s needs"
                            .formatted(
                                    container.name(),
                                    installation.java(),
                                    draft.engine().title()),
                    List.of("unset container")));
        }
        return OwnPrograms.first(ContainerWork.steps(draft), installation)
                .map(step -> RULE.error(
                        "container %s cannot run '%s', which the %s step needs"
                                .formatted(
                                        container.name(),
                                        installation.java(),
                                        step.kind().label()),
                        remedies(step)))
                .stream()
                .toList();
    }

    private static List<String> remedies(Step step) {
        return switch (step.kind()) {
            case DATA -> List.of("data prepare", "set preprocessor modellink");
            case WEIGHTS -> List.of("weights convert", "set converter modellink");
            case TRAIN -> List.of("unset container");
            case EXPORT -> List.of("set export off");
        };
    }
}
