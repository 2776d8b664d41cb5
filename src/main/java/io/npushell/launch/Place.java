package io.npushell.launch;

import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Installation;
import io.npushell.plan.Step;
import io.npushell.session.Vitals;
import java.util.List;
import java.util.Optional;

/**
 * A kind of place where sessions run: this host, a container of it. One class each; a new one comes in by its line in {@link Places}.
 *
 * <p>What a place starts must find its {@link #kind} and what the place is known by in its environment, see {@link Site#starter}: by the record of that its life is
 * seen.
 */
public interface Place {
    /** One word; never another one, records have it. */
    String kind();

    /**
     * The very place where something is to run; empty where nothing says that it is to be one of this kind.
     *
     * @throws io.npushell.OperatorException ENVIRONMENT where it is gone since the plan was made
     */
    Optional<Site> choose(Wanted wanted);

    /** Of the sessions that are on record in a place of this kind. */
    Vitals vitals();

    /**
     * What is to run.
     *
     * @param facts as the plan saw them
     * @param steps one after the other, all in one place
     * @param installation whose java runs npu-shell's own programs
     * @param settings complete
     */
    record Wanted(Facts facts, List<Step> steps, Installation installation, Settings settings) {}
}
