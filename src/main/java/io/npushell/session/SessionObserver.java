package io.npushell.session;

import io.npushell.OperatorException;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.session.StateFiles.Exit;
import io.npushell.session.StateFiles.Runner;
import io.npushell.session.Vitals.Over;
import io.npushell.session.Vitals.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells a session's state from what its supervisor wrote, what its place says of its life, and the journal; changes nothing.
 *
 * <p>An end that was recorded wins over everything; an end that nobody recorded is never taken for a good one. Once it was written down as seen, it is
 * believed without asking its place or walking through all processes again, unless the training is plainly there.
 */
final class SessionObserver {
    static final Duration START_LIMIT = Duration.ofSeconds(10);
    static final Duration KILL_LIMIT = Duration.ofSeconds(30);
    static final Duration HANG_LIMIT = Duration.ofMinutes(2);
    static final String NEVER_STARTED = "never started";
    private static final String LAST_PHASE = "ending";

    private final Vitals vitals;
    private final FlockProbe locks;
    private final Clock clock;

    SessionObserver(Vitals vitals, FlockProbe locks, Clock clock) {
        this.vitals = vitals;
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
        Recorded who = files.recorded(training);
        Optional<Observation> seen = files.stopTrail().seen();
        if (seen.isPresent() && (inAPlace(training.orElseThrow()) || vitals.liveness(who) != Liveness.ALIVE)) {
            return seen.orElseThrow();
        }
        if (isCopy(files, training.orElseThrow())) {
            return copied(files, training.orElseThrow());
        }
        return switch (vitals.liveness(who)) {
            case ALIVE -> alive(files, summary);
            case DEAD -> leaderDead(files, who, summary);
            case ELSEWHERE -> elsewhere(files, who);
        };
    }

    /** That has to be asked, which takes its time. */
    private static boolean inAPlace(Runner training) {
        return training.identity().place() != null;
    }

    /** What its processes alone tell, where the record of its end is damaged. */
    SessionState byProcesses(SessionFiles files) {
        return vitals.anyAlive(files.training()) ? activeState(files.stopTrail()) : SessionState.LOST;
    }

    private Observation ended(SessionFiles files, Exit exit) throws IOException {
        Optional<Runner> training = files.state().training();
        if (training.isEmpty() && !files.state().damagedIdentity()) {
            return Observation.of(SessionState.FAILED, NEVER_STARTED);
        }
        if (exit.leftovers() && vitals.anyAlive(files.recorded(training))) {
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
        if (vitals.anyAlive(files.recorded(Optional.empty())) || supervised(files)) {
            return recordedMeanwhile(files, Observation.of(active, why));
        }
        Optional<Recorded> supervisor = files.supervisor();
        boolean elsewhere = supervisor
                .filter(who -> vitals.liveness(who) == Liveness.ELSEWHERE)
                .isPresent();
        if (elsewhere || locked(files)) {
            return Observation.unreachable(
                    active, supervisor.map(vitals::outOfSight).orElse(why + ", and its lock is held elsewhere"));
        }
        return recordedMeanwhile(files, unseenEnd(files.stopTrail()));
    }

    private Observation notStarted(SessionFiles files, Instant created) throws IOException {
        if (GivenUp.of(files.directory())) {
            return Observation.of(SessionState.FAILED, NEVER_STARTED);
        }
        Optional<Recorded> supervisor = files.supervisor();
        if (supervisor.isPresent()) {
            Recorded who = supervisor.orElseThrow();
            return switch (vitals.liveness(who)) {
                case ALIVE -> Observation.of(SessionState.STARTING);
                case ELSEWHERE ->
                    over(files, who).isPresent()
                            ? Observation.of(SessionState.FAILED, NEVER_STARTED)
                            : Observation.unreachable(SessionState.STARTING, vitals.outOfSight(who));
                case DEAD -> recordedMeanwhile(files, Observation.of(SessionState.FAILED, NEVER_STARTED));
            };
        }
        // either way off: the clock may have been set back since
        boolean fresh = Duration.between(created, clock.instant()).abs().compareTo(START_LIMIT) < 0;
        return fresh || locked(files)
                ? Observation.of(SessionState.STARTING)
                : Observation.of(SessionState.FAILED, NEVER_STARTED);
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
                    && vitals.liveness(new Recorded(files.directory(), training.identity(), training.marker()))
                            == Liveness.ALIVE;
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
        boolean orphaned = !supervised(files);
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

    private Observation leaderDead(SessionFiles files, Recorded who, Summary summary) throws IOException {
        Optional<Over> over = vitals.over(who);
        if (over.isPresent()) {
            // another host of the same name would look the same; its lock tells
            return interruptedOrUnseen(files, who, unlocked(files, over.orElseThrow()));
        }
        if (supervised(files) || vitals.anyAlive(who)) {
            return recordedMeanwhile(files, alive(files, summary));
        }
        Optional<String> hidden = vitals.hidden(who);
        return recordedMeanwhile(
                files,
                hidden.isPresent()
                        ? Observation.unreachable(activeState(files.stopTrail()), hidden.orElseThrow())
                        : unseenEnd(files.stopTrail()));
    }

    private Observation elsewhere(SessionFiles files, Recorded who) throws IOException {
        return recordedMeanwhile(files, interruptedOrUnseen(files, who, over(files, who)));
    }

    private Observation interruptedOrUnseen(SessionFiles files, Recorded who, Optional<Over> over) throws IOException {
        return over.isPresent()
                ? interrupted(files, over.orElseThrow().reason())
                : Observation.unreachable(activeState(files.stopTrail()), vitals.outOfSight(who));
    }

    private Optional<Over> over(SessionFiles files, Recorded who) {
        return vitals.over(who).flatMap(over -> unlocked(files, over));
    }

    /** Who holds the session's lock lives, whatever the place that was asked says: it may be another one of its name. */
    private Optional<Over> unlocked(SessionFiles files, Over over) {
        boolean unlocked = over.certain()
                ? !locked(files)
                : Files.exists(files.state().lock())
                        && !locked(files)
                        && !held(files.state().alive());
        return unlocked ? Optional.of(over) : Optional.empty();
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
                && vitals.anyAlive(files.training());
        return started ? Observation.of(SessionState.RUNNING, "orphaned") : otherwise;
    }

    private boolean supervised(SessionFiles files) {
        return files.supervisor()
                .filter(supervisor -> vitals.liveness(supervisor) == Liveness.ALIVE)
                .isPresent();
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
