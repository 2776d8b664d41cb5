package io.npushell.launch;

import io.npushell.container.Container;
import io.npushell.container.ContainerPlan;

/** What came of asking for a container to run. */
public sealed interface ContainerOutcome {
    ContainerPlan plan();

    /** It ran already, as wanted. */
    record Runs(ContainerPlan plan, Container container) implements ContainerOutcome {}

    /**
     * It runs now.
     *
     * @param anew whether one of that name was removed for it
     */
    record Started(ContainerPlan plan, Container container, boolean anew) implements ContainerOutcome {}

    /** One of that name is there and is another than the one wanted; it was left alone. */
    record Differs(ContainerPlan plan, Container container) implements ContainerOutcome {}

    /** Objections of the plan keep it from being started; nothing was touched. */
    record Refused(ContainerPlan plan) implements ContainerOutcome {}
}
