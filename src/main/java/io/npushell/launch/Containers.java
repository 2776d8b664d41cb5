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
import io.npushell.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Plans, makes, starts and stops containers of this host. */
public final class Containers {
    private static final Duration LIMIT = ContainerMaker.LIMIT;

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
     * @param told each step of making it anew, as it is done
     * @throws OperatorException ENVIRONMENT where docker cannot be asked or does not do it, CONFLICT where a session runs in the one to be removed
     */
    public ContainerOutcome start(
            ContainerWishes wishes,
            boolean recreate,
            boolean share,
            Predicate<Container> mayRemove,
            Consumer<String> told) {
        ContainerHost found = host.look(wishes);
        if (found.unreachable() != null) {
            throw ContainerEngine.unreachable(found.unreachable());
        }
        ContainerPlan plan = ContainerPlanner.plan(wishes, found, version);
        Container there = found.existing();
        Container aside = found.aside();
        ContainerMaker maker = new ContainerMaker(engine, told);
        if (aside != null && (there == null) != recreate) {
            throw new OperatorException(
                    ExitCode.CONFLICT, cutShort(wishes.name(), there, aside), mending(wishes.name(), there));
        }
        if (aside != null && there != null) {
            told.accept(cutShort(wishes.name(), there, aside) + ".  " + mending(wishes.name(), there));
        }
        if (there != null && !recreate) {
            return plan.differences().isEmpty()
                    ? again(there, plan, share, maker)
                    : new ContainerOutcome.Differs(plan, there);
        }
        if (refused(plan, share)) {
            return new ContainerOutcome.Refused(plan);
        }
        if (found.image() == null) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT, "image '" + wishes.image() + "' is not on this host", "container pull");
        }
        Container before = there == null ? aside : there;
        if (before == null) {
            return new ContainerOutcome.Started(plan, maker.make(plan), false);
        }
        refuseWhereUsed(before);
        return !before.ours() && !mayRemove.test(before)
                ? new ContainerOutcome.Differs(plan, before)
                : new ContainerOutcome.Started(plan, maker.replace(plan, before), true);
    }

    /** What a making anew that was cut short has left, and what to do about it. */
    private Optional<String> cutShort(String name, @Nullable Container there) {
        return host.aside(name).map(aside -> cutShort(name, there, aside) + ".  " + mending(name, there));
    }

    private static String cutShort(String name, @Nullable Container there, Container aside) {
        return "container start --recreate was cut short: the container before is " + aside.name() + " ("
                + aside.status() + ")"
                + (there == null ? ", and there is no " + name : "; the new " + name + " is " + there.status());
    }

    private static String mending(String name, @Nullable Container there) {
        String aside = Container.asideName(name);
        String back = "!docker rename " + aside + " " + name;
        return there == null
                ? back + "   or   container start --recreate"
                : "!docker rm --force " + aside + "   or, to go back,   !docker rm --force " + name
                        + " && docker rename " + aside + " " + name;
    }

    private ContainerOutcome again(Container there, ContainerPlan plan, boolean share, ContainerMaker maker) {
        if (there.running()) {
            return new ContainerOutcome.Runs(plan, there);
        }
        if (refused(plan, share)) {
            return new ContainerOutcome.Refused(plan);
        }
        String how = there.status().equals("paused") ? "unpause" : "start";
        ContainerMaker.done(engine.docker(List.of(how, there.id()), LIMIT), "container " + there.name(), "started");
        return new ContainerOutcome.Started(plan, maker.running(there.name()), false);
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
        ContainerMaker.done(
                engine.docker(List.of("stop", "--time", grace, container.id()), LIMIT), "container " + name, "stopped");
        // whoever lists sessions when docker is down then knows that these were interrupted
        sessionsIn(container);
        return true;
    }

    /**
     * How the container of the settings is.
     *
     * @throws OperatorException ENVIRONMENT where docker cannot be asked
     */
    public ContainerState state(ContainerSettings settings, boolean withNpus, ContainerSetup setup) {
        Container container = find(settings.name()).orElse(null);
        String cutShort = cutShort(settings.name(), container).orElse(null);
        if (container == null) {
            return new ContainerState(null, cutShort, null, null, false, List.of(), List.of(), List.of());
        }
        List<Session> sessions = container.up() ? sessionsIn(container) : List.of();
        ContainerPlan plan = plan(settings.wishes(withNpus));
        if (!container.running()) {
            return new ContainerState(
                    container, cutShort, null, null, false, sessions, plan.differences(), plan.lacks());
        }
        Inside inside = setup.inside(container, settings.user(), settings.workspace());
        String due = SetupRecord.due(inside.setup(), ContainerLook.requirements(settings.settings()));
        String done = inside.setup().map(record -> "done " + record.time()).orElse("not done, and nothing to install");
        return new ContainerState(
                container,
                cutShort,
                inside.userName() + " (" + inside.user() + ")",
                due == null ? done : "needed: " + due,
                due != null,
                sessions,
                plan.differences(),
                plan.lacks());
    }

    /** The id of an image where it is on this host. */
    public Optional<String> image(String image) {
        return engine.image(image).map(ContainerEngine.Image::id);
    }

    /** Sessions that run in a container now, as far as their workspaces are known. */
    public List<Session> sessionsIn(Container container) {
        return sessions.get().stream()
                .filter(session -> session.state().active())
                .filter(session -> {
                    var place = session.spec().run().container();
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
}
