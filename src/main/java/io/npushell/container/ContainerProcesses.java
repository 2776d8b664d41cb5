package io.npushell.container;

import io.npushell.OperatorException;
import io.npushell.container.ContainerEngine.Answer;
import io.npushell.process.CommandOutput;
import io.npushell.process.ContainerRun;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessListing;
import io.npushell.process.ProcessTable;
import io.npushell.process.Remains;
import io.npushell.process.RunningProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A process table that asks inside for processes of containers, and the table of this host for all others.
 *
 * <p>That something lives is believed for a moment without asking again; that it does not never is.
 */
public final class ContainerProcesses implements ProcessTable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int KILL_ROUNDS = 5;

    private final ProcessTable local;
    private final ContainerEngine engine;
    private final HostFacts here;
    private final Duration trust;
    private final Map<ContainerRun, Seen> seen = new ConcurrentHashMap<>();

    private sealed interface Sight {
        record Listed(ProcessListing listing) implements Sight {}

        /** That run of the container is over; it will never be back. */
        record Gone(boolean outOfMemory) implements Sight {}

        record Hidden(String why) implements Sight {}
    }

    private record Seen(Sight sight, long nanos) {}

    /**
     * Names whom to ask.
     *
     * @param trust how long it is believed that something still lives
     */
    public ContainerProcesses(ProcessTable local, ContainerEngine engine, HostFacts here, Duration trust) {
        this.local = local;
        this.engine = engine;
        this.here = here;
        this.trust = trust;
    }

    /** The same, asking anew each time: for who is about to act on the answer. */
    public ContainerProcesses doubting() {
        return new ContainerProcesses(local, engine, here, Duration.ZERO);
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return local.identify(pid);
    }

    @Override
    public Optional<RunningProcess> describe(long pid) {
        return local.describe(pid);
    }

    @Override
    public Liveness liveness(ProcessIdentity identity) {
        ContainerRun run = elsewhere(identity);
        if (run == null) {
            return local.liveness(identity);
        }
        return look(run, listing -> listing.alive(identity)) instanceof Sight.Listed found
                ? found.listing().alive(identity) ? Liveness.ALIVE : Liveness.DEAD
                : Liveness.ELSEWHERE;
    }

    @Override
    public Liveness liveness(ProcessIdentity identity, String marker) {
        ContainerRun run = elsewhere(identity);
        if (run == null) {
            return local.liveness(identity, marker);
        }
        return look(run, listing -> listing.alive(identity, marker)) instanceof Sight.Listed found
                ? found.listing().alive(identity, marker) ? Liveness.ALIVE : Liveness.DEAD
                : Liveness.ELSEWHERE;
    }

    @Override
    public Remains remains(@Nullable ProcessIdentity leader, String marker) {
        ContainerRun run = leader == null ? null : elsewhere(leader);
        if (leader == null || run == null) {
            return local.remains(leader, marker);
        }
        return look(run, listing -> listing.groupAlive(leader, marker)) instanceof Sight.Listed found
                ? found.listing().remains(leader, marker, run.user())
                : Remains.NONE;
    }

    @Override
    public boolean groupAlive(ProcessIdentity identity, String marker) {
        ContainerRun run = elsewhere(identity);
        if (run == null) {
            return local.groupAlive(identity, marker);
        }
        return look(run, listing -> listing.groupAlive(identity, marker)) instanceof Sight.Listed found
                && found.listing().groupAlive(identity, marker);
    }

    @Override
    public boolean rebootedSince(ProcessIdentity identity) {
        return local.rebootedSince(identity);
    }

    @Override
    public boolean inUnseenContainer(ProcessIdentity identity) {
        return elsewhere(identity) == null && local.inUnseenContainer(identity);
    }

    @Override
    public boolean othersHidden() {
        return local.othersHidden();
    }

    @Override
    public boolean containerGone(ProcessIdentity identity) {
        ContainerRun run = elsewhere(identity);
        return run == null
                ? local.containerGone(identity)
                : look(run, listing -> listing.alive(identity)) instanceof Sight.Gone;
    }

    @Override
    public boolean containerOutOfMemory(ProcessIdentity identity) {
        ContainerRun run = elsewhere(identity);
        return run != null
                && look(run, listing -> listing.alive(identity)) instanceof Sight.Gone gone
                && gone.outOfMemory();
    }

    @Override
    public String outOfSight(ProcessIdentity identity) {
        ContainerRun run = elsewhere(identity);
        return run != null && look(run, listing -> true) instanceof Sight.Hidden hidden
                ? "container " + run.name() + " cannot be asked: " + hidden.why()
                : local.outOfSight(identity);
    }

    @Override
    public void signalGroup(@Nullable ProcessIdentity identity, String marker, String signal) {
        ContainerRun run = identity == null ? null : elsewhere(identity);
        if (identity == null || run == null) {
            local.signalGroup(identity, marker, signal);
            return;
        }
        // what is asked to end politely is asked once; what must die is looked for again, it may just have forked
        int rounds = signal.equals("KILL") ? KILL_ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            Optional<List<String>> command = fresh(run) instanceof Sight.Listed found
                    ? found.listing().signalling(identity, marker, signal)
                    : Optional.empty();
            if (command.isEmpty()) {
                return;
            }
            engine.exec(run.id(), run.user(), command.get(), LIMIT);
            seen.remove(run);
        }
    }

    /** The session directories of which something is alive in a container, as far as its user may see. */
    public List<String> sessions(Container container, String user) {
        CommandOutput output = engine.look(container.id(), user, ProcessListing.COMMAND, LIMIT);
        return ProcessListing.parse(output.out())
                .map(listing -> List.copyOf(listing.sessions()))
                .orElse(List.of());
    }

    /** The container of this host to ask, or null where this host's own table knows, or no container of it can. */
    private @Nullable ContainerRun elsewhere(ProcessIdentity identity) {
        boolean ours = here.pidNamespace().equals(identity.pidNamespace());
        boolean thisKernel = here.bootId().equals(identity.bootId());
        return ours || !thisKernel ? null : identity.container();
    }

    private Sight look(ContainerRun run, Predicate<ProcessListing> alive) {
        Seen before = seen.get(run);
        if (before != null && before.sight() instanceof Sight.Gone) {
            return before.sight();
        }
        if (before != null && System.nanoTime() - before.nanos() < trust.toNanos()) {
            boolean enough = !(before.sight() instanceof Sight.Listed found) || alive.test(found.listing());
            if (enough) {
                return before.sight();
            }
        }
        Sight now = fresh(run);
        // gone with the run before this one, or by itself: only the engine can tell
        return now instanceof Sight.Listed found && !alive.test(found.listing())
                ? remember(run, changed(run).orElse(now))
                : now;
    }

    private Sight fresh(ContainerRun run) {
        try {
            CommandOutput output = engine.look(run.id(), run.user(), ProcessListing.COMMAND, LIMIT);
            Optional<ProcessListing> listing = ProcessListing.parse(output.out());
            if (listing.isPresent()) {
                return remember(run, new Sight.Listed(listing.get()));
            }
            return remember(run, changed(run).orElseGet(() -> new Sight.Hidden(ContainerEngine.why(output))));
        } catch (OperatorException noDocker) {
            return remember(run, new Sight.Hidden(String.valueOf(noDocker.getMessage())));
        }
    }

    /** What has become of the container; empty where it runs as it did. */
    private Optional<Sight> changed(ContainerRun run) {
        Answer answer = engine.inspect(run.id());
        if (answer instanceof Answer.Unreachable unreachable) {
            return Optional.of(new Sight.Hidden(unreachable.why()));
        }
        if (!(answer instanceof Answer.Found found)) {
            return Optional.of(new Sight.Gone(false));
        }
        boolean sameRun = found.container().startedAt(run.started());
        if (!sameRun || !found.container().up()) {
            return Optional.of(
                    new Sight.Gone(sameRun && found.container().state().outOfMemory()));
        }
        return found.container().running()
                ? Optional.empty()
                : Optional.of(new Sight.Hidden("it is " + found.container().status()));
    }

    private Sight remember(ContainerRun run, Sight sight) {
        seen.put(run, new Seen(sight, System.nanoTime()));
        return sight;
    }
}
