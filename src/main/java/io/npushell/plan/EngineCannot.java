package io.npushell.plan;

import java.util.List;

/** The engine knows the run type. */
final class EngineCannot {
    static final Rule RULE = Rule.of("S09", "Run type the engine does not know", """
            The embedded engine pretrains and resumes so far.""");

    private EngineCannot() {}

    static List<Finding> check(Draft draft) {
        if (draft.profile().engine().trains(draft.runType())) {
            return List.of();
        }
        return List.of(RULE.error(
                "the embedded engine does not train %s"
                        .formatted(draft.runType().label()),
                List.of("use " + draft.profile().name() + "/pretrain")));
    }
}
