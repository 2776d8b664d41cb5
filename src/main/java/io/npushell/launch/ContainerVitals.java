package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerEngine.Answer;
import io.npushell.container.ContainerRun;
import io.npushell.process.CommandOutput;
import io.npushell.process.HostFacts;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessListing;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.RecordedPlace;
import io.npushell.process.Remains;
import io.npushell.session.Vitals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The life of sessions in containers of this host: their processes are asked for inside, and the engine whether that run of the container is over.
 *
 * <p>That something lives is believed for a moment without asking again; that it does not never is. Where this shell is in that very container, and of the
 * containers of another host, the host's vitals tell.
 */
public final class ContainerVitals implements Vitals {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int KILL_ROUNDS = 5;

    private final Vitals host;
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

    /** A leader that is to be asked for in a container of this host. */
    private record Inside(ContainerRun run, ProcessIdentity leader) {}

    /**
     * Names whom to ask.
     *
     * @param trust how long it is believed that something still lives
     */
    public ContainerVitals(Vitals host, ContainerEngine engine, HostFacts here, Duration trust) {
        this.host = host;
        this.engine = engine;
        this.here = here;
        this.trust = trust;
    }

    @Override
    public Vitals doubting() {
        return new ContainerVitals(host, engine, here, Duration.ZERO);
    }

    @Override
    public Liveness liveness(Recorded who) {
        Inside inside = inside(who);
        if (inside == null) {
            return host.liveness(who);
        }
        return look(inside.run(), alive(inside, who)) instanceof Sight.Listed found
                ? alive(inside, who).test(found.listing()) ? Liveness.ALIVE : Liveness.DEAD
                : Liveness.ELSEWHERE;
    }

    @Override
    public Remains remains(Recorded who) {
        Inside inside = inside(who);
        if (inside == null) {
            return host.remains(who);
        }
        return look(inside.run(), anyAlive(inside, who)) instanceof Sight.Listed found
                ? found.listing()
                        .remains(inside.leader(), who.mark(), inside.run().user())
                : Remains.NONE;
    }

    @Override
    public boolean anyAlive(Recorded who) {
        Inside inside = inside(who);
        if (inside == null) {
            return host.anyAlive(who);
        }
        return look(inside.run(), anyAlive(inside, who)) instanceof Sight.Listed found
                && anyAlive(inside, who).test(found.listing());
    }

    @Override
    public Optional<Over> over(Recorded who) {
        Inside inside = inside(who);
        if (inside == null) {
            return host.over(who);
        }
        Seen before = seen.get(inside.run());
        Sight sight = before != null && recent(before) ? before.sight() : look(inside.run(), alive(inside, who));
        return sight instanceof Sight.Gone gone
                ? Optional.of(new Over(gone.outOfMemory() ? "container gone, out of memory" : "container gone", true))
                : Optional.empty();
    }

    @Override
    public String outOfSight(Recorded who) {
        Inside inside = inside(who);
        return inside != null && look(inside.run(), listing -> true) instanceof Sight.Hidden hidden
                ? "container " + inside.run().name() + " cannot be asked: " + hidden.why()
                : host.outOfSight(who);
    }

    /** It is asked inside, as the user who trains there. */
    @Override
    public Optional<String> hidden(Recorded who) {
        return inside(who) == null ? host.hidden(who) : Optional.empty();
    }

    @Override
    public boolean seesAll(Recorded who) {
        return true;
    }

    @Override
    public void signal(Recorded who, String signal) {
        Inside inside = inside(who);
        if (inside == null) {
            host.signal(who, signal);
            return;
        }
        // what is asked to end politely is asked once; what must die is looked for again, it may just have forked
        int rounds = signal.equals("KILL") ? KILL_ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            Optional<List<String>> command = fresh(inside.run()) instanceof Sight.Listed found
                    ? found.listing().signalling(inside.leader(), who.mark(), signal)
                    : Optional.empty();
            if (command.isEmpty()) {
                return;
            }
            engine.exec(inside.run().id(), inside.run().user(), command.get(), LIMIT);
            seen.remove(inside.run());
        }
    }

    @Override
    public String remedy(Recorded who, String command) {
        return "container status";
    }

    /** Null where this host's own table knows, or no container of it can. */
    private @Nullable Inside inside(Recorded who) {
        ProcessIdentity leader = who.leader();
        RecordedPlace place = leader == null ? null : leader.place();
        if (leader == null
                || place == null
                || here.pidNamespace().equals(leader.pidNamespace())
                || !here.bootId().equals(leader.bootId())) {
            return null;
        }
        return ContainerRun.parse(place.text())
                .map(run -> new Inside(run, leader))
                .orElse(null);
    }

    private static Predicate<ProcessListing> alive(Inside inside, Recorded who) {
        return listing -> listing.alive(inside.leader(), who.mark());
    }

    private static Predicate<ProcessListing> anyAlive(Inside inside, Recorded who) {
        return listing -> listing.groupAlive(inside.leader(), who.mark());
    }

    private Sight look(ContainerRun run, Predicate<ProcessListing> alive) {
        Seen before = seen.get(run);
        if (before != null && before.sight() instanceof Sight.Gone) {
            return before.sight();
        }
        if (before != null && recent(before)) {
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

    private boolean recent(Seen before) {
        return System.nanoTime() - before.nanos() < trust.toNanos();
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
