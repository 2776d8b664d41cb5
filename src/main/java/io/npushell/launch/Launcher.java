package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.Installation;
import io.npushell.plan.Machine;
import io.npushell.plan.Plan;
import io.npushell.process.DetachedStarter;
import io.npushell.session.SessionStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** Starts sessions on this host: gathers facts, plans, checks, records, starts. */
public final class Launcher {
    /**
     * Names what it works with.
     *
     * @param stores the sessions of a work-dir
     */
    public Launcher(
            FactGatherer facts,
            Installation installation,
            Function<Path, SessionStore> stores,
            DetachedStarter starter,
            Clock clock) {}

    /** What {@link #launch} would run; the same path, but nothing is touched. */
    public Plan plan(LaunchRequest request) {
        if (request.profile().name().isEmpty()) {
            throw new OperatorException(ExitCode.BUG, "a profile without a name");
        }
        return new Plan(
                request.profile(),
                request.runType(),
                request.settings(),
                new Machine(1, 1, "CPU", 0, false, List.of()),
                null,
                List.of(),
                null,
                List.of());
    }

    /**
     * Starts it and returns when it runs or has failed to.
     *
     * @throws OperatorException CONFLICT where the output belongs to another session, ENVIRONMENT where it cannot be
     *     started here
     */
    public LaunchOutcome launch(LaunchRequest request) {
        return new LaunchOutcome.Refused(plan(request));
    }
}
