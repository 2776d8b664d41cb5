package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerHost;
import io.npushell.container.ContainerHostLook;
import io.npushell.container.ContainerPlan;
import io.npushell.container.ContainerPlan.Kind;
import io.npushell.container.ContainerPlanner;
import io.npushell.container.ContainerWishes;
import io.npushell.container.Inside;
import io.npushell.container.SetupRecord;
import io.npushell.process.CommandOutput;
import io.npushell.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Plans, makes, starts and stops containers of this host. */
public final class Containers {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ContainerEngine engine;
    private final ContainerHostLook host;
    private final String version;
    private final Supplier<List<Session>> sessions;

    /**
     * Names what it works with.
     *
     * @param version of npu-shell, for the label of what it makes
     * @param sessions those that may run in a container
     */
    public Containers(
            ContainerEngine engine, ContainerHostLook host, String version, Supplier<List<Session>> sessions) {
        this.engine = engine;
        this.host = host;
        this.version = version;
        this.sessions = sessions;
    }

    /** What would be run for a container on this machine. */
    public ContainerPlan plan(ContainerWishes wishes) {
        return ContainerPlanner.plan(wishes, host.look(wishes), version);
    }

    /** The container of that name, or empty. */
    public Optional<Container> find(String name) {
        ContainerEngine.Answer answer = engine.inspect(name);
        if (answer instanceof ContainerEngine.Answer.Unreachable unreachable) {
            throw ContainerEngine.unreachable(unreachable.why());
        }
        return answer instanceof ContainerEngine.Answer.Found found ? Optional.of(found.container()) : Optional.empty();
    }

    /**
     * The container of that name, running.
     *
     * @throws OperatorException NOT_FOUND where there is none, CONFLICT where it does not run
     */
    public Container requireRunning(String name) {
        Container container = find(name)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.NOT_FOUND, "there is no container '" + name + "'", "container start"));
        if (!container.running()) {
            throw new OperatorException(
                    ExitCode.CONFLICT, "container '" + name + "' is " + container.status(), "container start");
        }
        return container;
    }

    /**
     * Sees to it that the container runs as planned.
     *
     * @param recreate one that differs, or is to be made anew, may be removed
     * @param share NPUs that another container has may be given to this one too
     * @param mayRemove asked before one that npu-shell did not make is removed
     * @throws OperatorException ENVIRONMENT where docker cannot be asked or does not do it, CONFLICT where a session runs in the one to be removed
     */
    public ContainerOutcome start(
            ContainerWishes wishes, boolean recreate, boolean share, Predicate<Container> mayRemove) {
        ContainerHost found = host.look(wishes);
        if (found.unreachable() != null) {
            throw ContainerEngine.unreachable(found.unreachable());
        }
        ContainerPlan plan = ContainerPlanner.plan(wishes, found, version);
        Container there = found.existing();
        if (there != null && !recreate) {
            return plan.differences().isEmpty() ? again(there, plan, share) : new ContainerOutcome.Differs(plan, there);
        }
        if (refused(plan, share)) {
            return new ContainerOutcome.Refused(plan);
        }
        if (found.imageId() == null) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "image '" + wishes.image() + "' is not on this host", "container pull");
        }
        if (there != null) {
            refuseWhereUsed(there);
            if (!there.ours() && !mayRemove.test(there)) {
                return new ContainerOutcome.Differs(plan, there);
            }
            done(engine.docker(List.of("rm", "--force", there.id()), LIMIT), "container " + there.name(), "removed");
        }
        return made(plan, there != null);
    }

    private ContainerOutcome again(Container there, ContainerPlan plan, boolean share) {
        if (there.running()) {
            return new ContainerOutcome.Runs(plan, there);
        }
        if (refused(plan, share)) {
            return new ContainerOutcome.Refused(plan);
        }
        String how = there.status().equals("paused") ? "unpause" : "start";
        done(engine.docker(List.of(how, there.id()), LIMIT), "container " + there.name(), "started");
        return new ContainerOutcome.Started(plan, requireRunning(there.name()), false);
    }

    private ContainerOutcome made(ContainerPlan plan, boolean anew) {
        String name = plan.wishes().name();
        List<String> words = plan.run().subList(1, plan.run().size());
        CommandOutput output = engine.docker(words, LIMIT);
        Optional<Container> made = find(name);
        if (!output.succeeded()) {
            // what could not be started is left behind, and would stand in the way of the next try
            made.filter(left -> left.ours() && left.status().equals("created"))
                    .ifPresent(left -> engine.docker(List.of("rm", left.id()), LIMIT));
            done(output, "container " + name, "made");
        }
        return new ContainerOutcome.Started(plan, requireRunning(name), anew);
    }

    private static boolean refused(ContainerPlan plan, boolean share) {
        return plan.objections().stream()
                .anyMatch(objection -> objection.kind() == Kind.ERROR || (objection.kind() == Kind.CONFLICT && !share));
    }

    /**
     * Stops it; one that npu-shell did not make has ten seconds to end by itself.
     *
     * @param force although a session runs in it, which is interrupted then
     * @return false where it was not running
     * @throws OperatorException NOT_FOUND without one, CONFLICT where a session runs in it
     */
    public boolean stop(String name, boolean force) {
        Container container = find(name)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.NOT_FOUND, "there is no container '" + name + "'", "container status"));
        if (!container.up()) {
            return false;
        }
        if (!force) {
            refuseWhereUsed(container);
        }
        // TERM reaches the first process only, and in ours that is a bash, which does not listen
        String grace = container.ours() ? "1" : "10";
        done(engine.docker(List.of("stop", "--time", grace, container.id()), LIMIT), "container " + name, "stopped");
        return true;
    }

    /**
     * How the container of the settings is.
     *
     * @throws OperatorException ENVIRONMENT where docker cannot be asked
     */
    public ContainerState state(ContainerSettings settings, boolean withNpus, ContainerSetup setup) {
        Container container = find(settings.name()).orElse(null);
        if (container == null) {
            return new ContainerState(null, null, null, false, List.of(), List.of());
        }
        List<Session> sessions = container.up() ? sessionsIn(container) : List.of();
        List<String> differences = plan(settings.wishes(withNpus)).differences();
        if (!container.running()) {
            return new ContainerState(container, null, null, false, sessions, differences);
        }
        Inside inside = setup.inside(container, settings.user(), settings.workspace());
        String due = SetupRecord.due(inside.setup(), ContainerLook.requirements(settings.settings()));
        String done = inside.setup().map(record -> "done " + record.time()).orElse("not done, and nothing to install");
        return new ContainerState(
                container,
                inside.userName() + " (" + inside.user() + ")",
                due == null ? done : "needed: " + due,
                due != null,
                sessions,
                differences);
    }

    /** The id of an image where it is on this host. */
    public Optional<String> image(String image) {
        return engine.imageId(image);
    }

    /** Sessions that run in a container now, as far as their workspaces are known. */
    public List<Session> sessionsIn(Container container) {
        return sessions.get().stream()
                .filter(session -> session.state().active())
                .filter(session -> {
                    var place = session.spec().container();
                    return place != null && place.id().equals(container.id());
                })
                .toList();
    }

    private void refuseWhereUsed(Container container) {
        List<Session> within = container.up() ? sessionsIn(container) : List.of();
        if (within.isEmpty()) {
            return;
        }
        String ids = String.join(
                ", ", within.stream().map(session -> session.id().text()).toList());
        throw new OperatorException(
                ExitCode.CONFLICT,
                (within.size() == 1 ? "session " : "sessions ") + ids + (within.size() == 1 ? " runs" : " run")
                        + " in container " + container.name(),
                "stop " + within.get(0).id().text() + "   or   container stop --force");
    }

    private static void done(CommandOutput output, String what, String how) {
        if (!output.succeeded()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    what + " cannot be " + how + ": " + ContainerEngine.why(output),
                    "container plan");
        }
    }
}
