package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.CommandOutput;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcessTable.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionObserverTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long SUPERVISOR = 100;
    private static final long TRAINING = 101;

    private final FakeVitals place = new FakeVitals();
    private boolean locked;
    private Instant created = NOW;
    private Summary summary = Summary.empty();

    @TempDir
    Path directory;

    @BeforeEach
    void makeState() throws IOException {
        Files.createDirectory(directory.resolve("state"));
        Files.createFile(directory.resolve("state/lock"));
    }

    @Test
    void isStartingAtFirstAndFailedWhenNothingCameOfIt() {
        assertSeen(SessionState.STARTING, null, null);

        created = NOW.minusSeconds(60);
        assertSeen(SessionState.FAILED, "never started", null);
    }

    @Test
    void isStillStartingWhileASupervisorHoldsTheLock() {
        created = NOW.minusSeconds(60);
        locked = true;

        assertSeen(SessionState.STARTING, null, null);
    }

    @Test
    void doesNotStartForeverWhereTheClockWasSetBack() {
        created = NOW.plus(Duration.ofHours(1));

        assertSeen(SessionState.FAILED, "never started", null);
    }

    @Test
    void neverStartedWhereTheSupervisorDiedBeforeTheTraining() {
        runner("supervisor", SUPERVISOR);
        place.says(SUPERVISOR, Liveness.ALIVE);
        assertSeen(SessionState.STARTING, null, null);

        place.says(SUPERVISOR, Liveness.DEAD);
        assertSeen(SessionState.FAILED, "never started", null);
    }

    @Test
    void runsUnderItsSupervisor() {
        running();

        assertSeen(SessionState.RUNNING, null, null);
    }

    @Test
    void isNotLostBetweenTheEndAndItsRecord() {
        running();
        place.says(TRAINING, Liveness.DEAD);

        assertSeen(SessionState.RUNNING, null, null);
    }

    @Test
    void isAnOrphanWhileAnyOfItLives() {
        running();
        place.says(SUPERVISOR, Liveness.DEAD).says(TRAINING, Liveness.DEAD).anyAlive = true;

        assertSeen(SessionState.RUNNING, "orphaned", null);
    }

    @Test
    void cannotBeStoppedWhenItLivesLongAfterItWasKilled() {
        running();
        event("stop-asked", NOW.minusSeconds(100));
        event("killed", NOW.minusSeconds(31));
        assertSeen(SessionState.STOPPING, "cannot be stopped", null);
    }

    @Test
    void isStillStoppingWhereWhoSentTheSignalStoppedWaiting() {
        running();
        event("stop-asked", NOW);
        event("stop-given-up", NOW, Map.of("by", "operator", "signal", "TERM"));
        assertSeen(SessionState.STOPPING, "the stop was given up", null);

        event("stop-asked", NOW);
        assertSeen(SessionState.STOPPING, null, null);
    }

    @Test
    void runsOnWhereTheStopWasGivenUpBeforeItWasToldOfIt() {
        running();
        event("stop-asked", NOW);
        event("stop-given-up", NOW, Map.of("by", "operator", "signal", "none"));

        assertSeen(SessionState.RUNNING, null, null);
    }

    @Test
    void saysOfAnEndWithoutAReadableIdentityHowItWas() {
        running();
        write("identity", "");
        write("exit", "code=3\ntime=1767323045\nleftovers=no\n");

        assertSeen(SessionState.FAILED, "exit code 3", null);
    }

    @Test
    void isGivenTimeToDieAfterItWasKilled() {
        running();
        event("stop-asked", NOW.minusSeconds(100));
        event("killed", NOW.minusSeconds(29));

        assertSeen(SessionState.STOPPING, null, null);
    }

    @Test
    void hangsAfterTheEndWhenTheLogSaidItEndsAndIsSilentSince() throws IOException {
        running();
        summary = new Summary(1, "ending", 5, 1, 5, 1, 1, 1, 1, 1, 1, 5, null, null);
        Files.createFile(directory.resolve("run.log"));
        logWritten(NOW.minusSeconds(60));
        assertSeen(SessionState.RUNNING, null, null);

        logWritten(NOW.minusSeconds(180));
        assertSeen(SessionState.RUNNING, "hung after the end", null);
    }

    @Test
    void isInterruptedByAReboot() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD).over("rebooted");

        assertSeen(SessionState.INTERRUPTED, "rebooted", null);
    }

    @Test
    void doesNotBelieveInARebootWhileTheLockIsHeld() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD).over("rebooted");
        locked = true;

        assertSeen(SessionState.RUNNING, "only host \"node1\" or its container can tell", "unreachable");
    }

    @Test
    void keepsAnEndRecordedBeforeTheReboot() {
        running();
        place.says(TRAINING, Liveness.DEAD).over("rebooted");
        write("exit", "code=0\ntime=1767323045\nleftovers=no\n          \n");

        assertSeen(SessionState.COMPLETED, null, null);
    }

    @Test
    void takesAnExitRecordThatTheCrashLeftEmptyForNone() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD).over("rebooted");
        write("exit", "                    \n");

        assertSeen(SessionState.INTERRUPTED, "rebooted", null);
    }

    @Test
    void isInterruptedWhenItsContainerIsGone() {
        running();
        place.says(TRAINING, Liveness.ELSEWHERE).over("container gone");

        assertSeen(SessionState.INTERRUPTED, "container gone", null);
        place.over("container gone, out of memory");
        assertSeen(SessionState.INTERRUPTED, "container gone, out of memory", null);
    }

    @Test
    void doesNotBelieveThatItsContainerIsGoneWhileTheLockIsHeld() {
        running();
        place.says(TRAINING, Liveness.ELSEWHERE).over("container gone");
        locked = true;

        assertSeen(SessionState.RUNNING, "only host \"node1\" or its container can tell", "unreachable");
    }

    @Test
    void isInterruptedInAnotherContainerOfThisKernelOnceItsLocksAreFree() {
        running();
        place.says(TRAINING, Liveness.ELSEWHERE).over = new Vitals.Over("container gone", false);
        locked = true;
        assertSeen(SessionState.RUNNING, "only host \"node1\" or its container can tell", "unreachable");

        locked = false;
        assertSeen(SessionState.INTERRUPTED, "container gone", null);
    }

    @Test
    void neverStartsOnceItWasGivenUpWhateverItsSupervisorDoes() throws IOException {
        runner("supervisor", SUPERVISOR);
        place.says(SUPERVISOR, Liveness.ALIVE);
        Files.createFile(directory.resolve("given-up"));

        assertSeen(SessionState.FAILED, "never started", null);
    }

    @Test
    void leavesTheJudgementToTheHostThatOwnsIt() {
        running();
        place.says(TRAINING, Liveness.ELSEWHERE);
        assertSeen(SessionState.RUNNING, "only host \"node1\" or its container can tell", "unreachable");

        event("stop-asked", NOW);
        assertSeen(SessionState.STOPPING, "only host \"node1\" or its container can tell", "unreachable");
    }

    @Test
    void believesTheJournalWhereTheDiskHadNoRoomForTheRecord() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD);
        event("ended", NOW, Map.of("code", "9"));

        assertSeen(SessionState.FAILED, "exit code 9", null);
    }

    @Test
    void believesWhatItsHostSawAndAsksNeitherProcessesNorLockAgain() {
        running();
        place.says(TRAINING, Liveness.ELSEWHERE);
        locked = true;
        event("ended", NOW, Map.of("state", "interrupted", "reason", "container gone", "by", "node1"));

        assertSeen(SessionState.INTERRUPTED, "container gone", null);
    }

    @Test
    void doesNotBelieveThatItIsOverWhileItIsPlainlyThere() {
        running();
        event("ended", NOW, Map.of("state", "lost", "reason", "nobody saw it end", "by", "node2"));

        assertSeen(SessionState.RUNNING, null, null);
    }

    @Test
    void believesTheSupervisorMoreThanWhoCameFirst() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD);
        event("ended", NOW, Map.of("state", "lost", "reason", "nobody saw it end", "by", "node2"));
        event("ended", NOW, Map.of("code", "7"));

        assertSeen(SessionState.FAILED, "exit code 7", null);
    }

    @Test
    void believesWhoStoppedItMoreThanWhoOnlyFoundItGone() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD);
        event("stop-asked", NOW);
        event("ended", NOW, Map.of("state", "lost", "reason", "nobody saw it end", "by", "node1"));
        event("ended", NOW, Map.of("state", "stopped", "reason", "exit code unknown", "by", "stop"));

        assertSeen(SessionState.STOPPED, "exit code unknown", null);
    }

    @Test
    void takesNoStateFromTheJournalThatSaysItWentWellOrStillRuns() {
        running();
        place.says(TRAINING, Liveness.DEAD).says(SUPERVISOR, Liveness.DEAD);
        event("ended", NOW, Map.of("state", "completed", "reason", "", "by", "node2"));
        event("ended", NOW, Map.of("state", "running", "reason", "", "by", "node2"));

        assertSeen(SessionState.LOST, "nobody saw it end", null);
    }

    @Test
    void failedWhenItWasAskedToStopOnlyAfterItHadEnded() {
        running();
        write("exit", "code=1\ntime=1767323045\nleftovers=no\n");
        event("ended", NOW, Map.of("code", "1"));
        event("stop-asked", NOW.minusSeconds(5));

        assertSeen(SessionState.FAILED, "exit code 1", null);
    }

    private void running() {
        runner("supervisor", SUPERVISOR);
        runner("identity", TRAINING);
        place.says(SUPERVISOR, Liveness.ALIVE).says(TRAINING, Liveness.ALIVE);
    }

    private void runner(String file, long pid) {
        write(file, "host=node1\npidns=pid:[1]\nboot=b\npid=" + pid + "\nstart=5\ntime=1767323045\nmarker=/s\n");
    }

    private void write(String file, String content) {
        try {
            Files.writeString(directory.resolve("state").resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void event(String kind, Instant time) {
        event(kind, time, Map.of());
    }

    private void event(String kind, Instant time, Map<String, String> details) {
        try {
            new SessionFiles(directory).journal().append(new SessionEvent(time, kind, details));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void logWritten(Instant time) throws IOException {
        Files.setLastModifiedTime(directory.resolve("run.log"), FileTime.from(time));
    }

    private void assertSeen(SessionState state, String reason, String mark) {
        FlockProbe locks = new FlockProbe(
                (command, place, environment, timeout) -> new CommandOutput(locked ? 75 : 0, "", "", false));
        SessionObserver observer = new SessionObserver(place, locks, Clock.fixed(NOW, ZoneOffset.UTC));
        try {
            assertThat(observer.observe(new SessionFiles(directory), created, summary))
                    .isEqualTo(new Observation(state, reason, mark));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
