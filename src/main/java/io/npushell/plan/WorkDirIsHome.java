package io.npushell.plan;

import java.util.List;

/** The home directory of the image is no workspace. */
final class WorkDirIsHome {
    static final Rule RULE =
            Rule.of("S05", "Work-dir is the home of ma-user", """
            Mounted into the container, /home/ma-user hides the image's own home directory and the container does not start.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private WorkDirIsHome() {}

    static List<Finding> check(Draft draft) {
        if (!draft.engine().needsCodePackage() || !draft.workDir().matches("/+home/+ma-user/*")) {
            return List.of();
        }
        return List.of(RULE.error(
                "work-dir '%s' is the home directory of the container's user and must not be mounted over"
                        .formatted(draft.workDir()),
                List.of("set work-dir /home/ma-user/ws")));
    }
}
