package io.npushell.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a draft would run in a container. */
final class ContainerWork {
    private ContainerWork() {}

    /** The container, where the steps asked for run in one; null where none is chosen or npu-shell's own programs are all there is to run. */
    static Facts.@Nullable Container of(Draft draft) {
        Facts.Container container = draft.facts().container();
        return container == null
                        || OwnPrograms.only(steps(draft), draft.request().installation())
                ? null
                : container;
    }

    /** The same where it can be asked at all. */
    static Facts.@Nullable Container reached(Draft draft) {
        Facts.Container container = of(draft);
        return container == null || container.trouble() != null ? null : container;
    }

    static List<Step> steps(Draft draft) {
        return Planner.steps(draft).stream()
                .filter(step -> draft.request().only().isEmpty() || draft.asks(step.kind()))
                .toList();
    }
}
