package io.npushell.session;

import io.npushell.OperatorException;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessOwner;
import io.npushell.process.ProcessTable;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.session.StateFiles.Exit;
import io.npushell.session.StateFiles.Runner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a session's state from what its supervisor wrote, the process table and the journal; changes nothing.
 *
 * <p>An end that was recorded wins over everything; an end that nobody recorded is never taken for a good one. Once it was written down as seen, it is
 * believed without asking docker or walking through all processes again, unless the training is plainly there.
 */
final class SessionObserver {
    static final Duration START_LIMIT = Duration.ofSeconds(10);
    static final Duration KILL_LIMIT = Duration.ofSeconds(30);
    static final Duration HANG_LIMIT = Duration.ofMinutes(2);
    static final String NEVER_STARTED = "never started";
    private static final String LAST_PHASE = "ending";
    private static final String CONTAINER_MEMORY = "container gone, out of memory";

    private final ProcessTable processes;
    private final FlockProbe locks;
    private final Clock clock;

    SessionObserver(ProcessTable processes, FlockProbe locks, Clock clock) {
        this.processes = processes;
        this.locks = locks;
        this.clock = clock;
    }

    Observation observe(SessionFiles files, Instant created, Summary summary) throws IOException {
        StateFiles state = files.state();
        Optional<Exit> exit = files.exit();
        if (exit.isPresent()) {
            return ended(files, exit.orElseThrow());
        }
        Optional<Runner> training = state.training();
        if (training.isEmpty()) {
            return files.state().damagedIdentity() ? unidentified(files) : notStarted(files, created);
        }
        ProcessIdentity leader = training.orElseThrow().identity();
        Optional<Observation> seen = files.stopTrail().seen();
        if (seen.isPresent() && (leader.container() != null || liveness(files, training) != Liveness.ALIVE)) {
            return seen.orElseThrow();
        }
        if (isCopy(files, training.orElseThrow())) {
            return copied(files, training.orElseThrow());
        }
        return switch (liveness(files, training)) {
            case ALIVE -> alive(files, summary);
            case DEAD -> leaderDead(files, training, summary);
            case ELSEWHERE -> elsewhere(files, leader);
        };
    }

    /** What its processes alone tell, where the record of its end is damaged. */
    SessionState byProcesses(SessionFiles files) {
        return anyAlive(files, files.state().training()) ? activeState(files.stopTrail()) : SessionState.LOST;
    }

    private Observation ended(SessionFiles files, Exit exit) throws IOException {
        Optional<Runner> training = files.state().training();
        if (training.isEmpty() && !files.state().damagedIdentity()) {
            return Observation.of(SessionState.FAILED, "never started");
        }
        if (exit.leftovers() && anyAlive(files, training)) {
            return Observation.of(activeState(files.stopTrail()), "hung after the end");
        }
        StopTrail trail = files.stopTrail();
        Optional<Observation> judged = trail.judged();
        if (judged.isPresent()) {
            return judged.orElseThrow();
        }
        if (exit.code() == 0) {
            return Observation.of(SessionState.COMPLETED);
        }
        SessionState state = trail.asked() ? SessionState.STOPPED : SessionState.FAILED;
        return Observation.of(state, "exit code " + exit.code());
    }

    /** Who it is cannot be read, but its processes carry its mark. */
    private Observation unidentified(SessionFiles files) throws IOException {
        String why = "state/identity cannot be read";
        SessionState active = activeState(files.stopTrail());
        if (anyAlive(files, Optional.empty()) || supervised(files.state())) {
            return recordedMeanwhile(files, Observation.of(active, why));
        }
        Optional<ProcessIdentity> supervisor = files.state().supervisor().map(Runner::identity);
        boolean elsewhere = supervisor
                .filter(identity -> processes.liveness(identity) == Liveness.ELSEWHERE)
                .isPresent();
        if (elsewhere || locked(files)) {
            return Observation.unreachable(
                    active, supervisor.map(processes::outOfSight).orElse(why + ", and its lock is held elsewhere"));
        }
        return recordedMeanwhile(files, unseenEnd(files.stopTrail()));
    }

    private Observation notStarted(SessionFiles files, Instant created) throws IOException {
        if (GivenUp.of(files.directory())) {
            return Observation.of(SessionState.FAILED, NEVER_STARTED);
        }
        Optional<Runner> supervisor = files.state().supervisor();
        if (supervisor.isPresent()) {
            ProcessIdentity identity = supervisor.orElseThrow().identity();
            return switch (processes.liveness(identity)) {
                case ALIVE -> Observation.of(SessionState.STARTING);
                case ELSEWHERE ->
                    containerGone(files, identity)
                            ? Observation.of(SessionState.FAILED, "never started")
                            : Observation.unreachable(SessionState.STARTING, processes.outOfSight(identity));
                case DEAD -> recordedMeanwhile(files, Observation.of(SessionState.FAILED, "never started"));
            };
        }
        // either way off: the clock may have been set back since
        boolean fresh = Duration.between(created, clock.instant()).abs().compareTo(START_LIMIT) < 0;
        return fresh || locked(files)
                ? Observation.of(SessionState.STARTING)
                : Observation.of(SessionState.FAILED, "never started");
    }

    /** Whether what runs was started from another directory that is still there: this one is a copy of its record, and nothing of it is ours to judge or stop. */
    private boolean isCopy(SessionFiles files, Runner training) {
        if (!training.marker().startsWith("/")) {
            return false;
        }
        try {
            Path origin = Path.of(training.marker());
            return Files.isDirectory(origin)
                    && !Files.isSameFile(origin, files.directory())
                    && processes.liveness(training.identity(), training.marker()) == Liveness.ALIVE;
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }

    private static Observation copied(SessionFiles files, Runner training) throws IOException {
        return Observation.unreachable(
                activeState(files.stopTrail()),
                "this is a copy of its record; it runs from '" + training.marker() + "'");
    }

    private Observation alive(SessionFiles files, Summary summary) throws IOException {
        StopTrail trail = files.stopTrail();
        boolean orphaned = !supervised(files.state());
        if (trail.asked()) {
            Instant killed = trail.killed();
            if (killed != null && olderThan(KILL_LIMIT, killed)) {
                return Observation.of(SessionState.STOPPING, "cannot be stopped");
            }
            if (trail.givenUp()) {
                return Observation.of(SessionState.STOPPING, "the stop was given up");
            }
            return orphaned ? Observation.of(SessionState.STOPPING, "orphaned") : Observation.of(SessionState.STOPPING);
        }
        if (summary.phase().equals(LAST_PHASE) && logSilent(files.log())) {
            return Observation.of(SessionState.RUNNING, "hung after the end");
        }
        return orphaned ? Observation.of(SessionState.RUNNING, "orphaned") : Observation.of(SessionState.RUNNING);
    }

    private Observation leaderDead(SessionFiles files, Optional<Runner> training, Summary summary) throws IOException {
        ProcessIdentity leader = training.orElseThrow().identity();
        if (processes.rebootedSince(leader)) {
            // another host of the same name would look the same; its lock tells
            return locked(files)
                    ? Observation.unreachable(activeState(files.stopTrail()), processes.outOfSight(leader))
                    : interrupted(files, "rebooted");
        }
        if (supervised(files.state()) || anyAlive(files, training)) {
            return recordedMeanwhile(files, alive(files, summary));
        }
        if (processes.othersHidden() && !ProcessOwner.seesAllOf(files.state().identity())) {
            return recordedMeanwhile(
                    files,
                    Observation.unreachable(
                            activeState(files.stopTrail()), "/proc hides the processes of other users here (hidepid)"));
        }
        return recordedMeanwhile(files, unseenEnd(files.stopTrail()));
    }

    private Observation elsewhere(SessionFiles files, ProcessIdentity leader) throws IOException {
        Observation seen = containerGone(files, leader)
                ? interrupted(files, processes.containerOutOfMemory(leader) ? CONTAINER_MEMORY : "container gone")
                : Observation.unreachable(activeState(files.stopTrail()), processes.outOfSight(leader));
        return recordedMeanwhile(files, seen);
    }

    /** Who holds the session's lock lives, whatever the engine that was asked says: it may be another engine. */
    private boolean containerGone(SessionFiles files, ProcessIdentity identity) {
        boolean unseen = processes.inUnseenContainer(identity)
                && Files.exists(files.state().lock());
        return (processes.containerGone(identity) && !locked(files))
                || (unseen && !locked(files) && !held(files.state().alive()));
    }

    private static Observation interrupted(SessionFiles files, String reason) throws IOException {
        StopTrail trail = files.stopTrail();
        return trail.end() == null ? Observation.of(SessionState.INTERRUPTED, reason) : unseenEnd(trail);
    }

    /** No exit code: its supervisor was killed. Where it was an orphan that somebody stopped, he saw it end. */
    private static Observation unseenEnd(StopTrail trail) {
        return trail.asked() && trail.end() != null
                ? Observation.of(SessionState.STOPPED, "exit code unknown")
                : Observation.of(SessionState.LOST, "nobody saw it end");
    }

    private static SessionState activeState(StopTrail trail) {
        return trail.asked() ? SessionState.STOPPING : SessionState.RUNNING;
    }

    /** Between our first look at the files and our look at the processes it may have gone on or ended in order. */
    private Observation recordedMeanwhile(SessionFiles files, Observation otherwise) throws IOException {
        Optional<Exit> exit = files.exit();
        if (exit.isPresent()) {
            return ended(files, exit.orElseThrow());
        }
        boolean started = otherwise.state() == SessionState.FAILED
                && files.state().training().isPresent()
                && anyAlive(files, files.state().training());
        return started ? Observation.of(SessionState.RUNNING, "orphaned") : otherwise;
    }

    private boolean supervised(StateFiles state) {
        return state.supervisor()
                .filter(supervisor -> processes.liveness(supervisor.identity()) == Liveness.ALIVE)
                .isPresent();
    }

    private Liveness liveness(SessionFiles files, Optional<Runner> training) {
        return processes.liveness(training.orElseThrow().identity(), mark(files, training));
    }

    private boolean anyAlive(SessionFiles files, Optional<Runner> training) {
        String mark = mark(files, training);
        return training.isPresent()
                ? processes.groupAlive(training.orElseThrow().identity(), mark)
                : !processes.remains(null, mark).none();
    }

    private static String mark(SessionFiles files, Optional<Runner> training) {
        return new SessionMark(files.directory()).of(training);
    }

    private boolean locked(SessionFiles files) {
        return held(files.state().lock());
    }

    private boolean held(Path file) {
        try {
            return locks.held(file);
        } catch (OperatorException noLocks) {
            // without locks the supervisor does not start anything
            return false;
        }
    }

    private boolean logSilent(Path log) throws IOException {
        return Files.exists(log)
                && olderThan(HANG_LIMIT, Files.getLastModifiedTime(log).toInstant());
    }

    private boolean olderThan(Duration limit, Instant time) {
        return Duration.between(time, clock.instant()).compareTo(limit) > 0;
    }
}
