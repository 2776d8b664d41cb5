package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.ProcessTable.Liveness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProcFsTableTest {
    /** How a script of these tests says that it is ready. */
    private static final String READY = "echo $$ >pid.new; mv pid.new pid; ";

    private final ProcessTable table = new ProcFsTable(new CommonsExecRunner());

    @TempDir
    Path directory;

    private String marker = "";

    @AfterEach
    void endAll() throws IOException {
        Path pid = directory.resolve("pid");
        if (Files.exists(pid)) {
            table.identify(Long.parseLong(Files.readString(pid).strip()))
                    .ifPresent(identity -> table.signalGroup(identity, marker, "KILL"));
        }
    }

    @Test
    void seesAProcessAliveUntilItEnds() {
        DetachedProcess process = start(READY + "sleep 300");
        assertThat(table.liveness(process.identity())).isEqualTo(Liveness.ALIVE);
        assertThat(table.groupAlive(process.identity())).isTrue();

        table.signalGroup(process.identity(), "TERM");

        awaitGroupDead(process);
        assertThat(table.liveness(process.identity())).isEqualTo(Liveness.DEAD);
        assertThat(table.identify(process.identity().pid())).isEmpty();
    }

    @Test
    void takesAZombieForDead() {
        // what exec leaves in the shell's place never waits for the shell's child
        DetachedProcess process =
                start("sh -c 'echo $$ >child.new; mv child.new child; exec sleep 300' & " + READY + "exec sleep 300");
        ProcessIdentity child = table.identify(process.pidIn("child")).orElseThrow();

        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

        Await.until("the child is dead", () -> table.liveness(child) == Liveness.DEAD);
        assertThat(ProcStat.read(Path.of("/proc"), child.pid()).orElseThrow().state())
                .isEqualTo('Z');
    }

    @Test
    void doesNotTakeALaterProcessWithTheSameNumberForTheOneRecorded() {
        DetachedProcess process = start(READY + "sleep 300");
        ProcessIdentity earlier =
                startedAt(process.identity(), process.identity().startTime() - 1);

        assertThat(table.liveness(earlier)).isEqualTo(Liveness.DEAD);
        assertThat(table.groupAlive(earlier)).isFalse();
        table.signalGroup(earlier, "KILL");

        assertThat(table.liveness(process.identity())).isEqualTo(Liveness.ALIVE);
    }

    @Test
    void seesAGroupAliveWhoseLeaderIsGone() {
        DetachedProcess process = start("sleep 300 & echo $! >child.new; mv child.new child; " + READY + "wait");
        ProcessHandle.of(process.identity().pid()).orElseThrow().destroyForcibly();
        Await.until("the leader is dead", () -> table.liveness(process.identity()) == Liveness.DEAD);

        assertThat(table.groupAlive(process.identity())).isTrue();
        table.signalGroup(process.identity(), "TERM");

        awaitGroupDead(process);
    }

    @Test
    void reachesAProcessOfTheSessionThatHasAGroupOfItsOwn() {
        // dash has no job control without a terminal
        DetachedProcess process = start("exec bash -c 'set -m; sh child.sh & " + READY + "wait'", """
            trap 'echo asked >asked; exit' TERM
            echo $$ >child.new; mv child.new child
            while :; do sleep 0.05; done
            """);
        long child = process.pidIn("child");
        assertThat(ProcStat.read(Path.of("/proc"), child).orElseThrow().group()).isEqualTo(child);

        table.signalGroup(process.identity(), "TERM");

        awaitGroupDead(process);
        assertThat(directory.resolve("asked")).hasContent("asked\n");
    }

    @Test
    void asksEachProcessOnlyOnceToEnd() {
        DetachedProcess process =
                start("trap 'echo asked >>asked' TERM; " + READY + "while [ ! -e go ]; do sleep 0.05; done");

        table.signalGroup(process.identity(), "TERM");
        Await.until("it was asked", () -> Files.exists(directory.resolve("asked")));
        write("go", "");

        awaitGroupDead(process);
        assertThat(directory.resolve("asked")).hasContent("asked\n");
    }

    @Test
    void findsWhatLeftTheSessionByItsMarker() {
        marker = directory.resolve("0013-qwen").toString();
        DetachedProcess process = start("export NPU_SHELL_SESSION='" + marker
                + "'; setsid --fork sh -c 'echo $$ >rank.new; mv rank.new rank; exec sleep 300'; "
                + READY
                + "exec sleep 300");
        ProcessIdentity rank = table.identify(process.pidIn("rank")).orElseThrow();

        table.signalGroup(process.identity(), "KILL");
        awaitGroupDead(process);
        assertThat(table.groupAlive(process.identity(), marker + "-other")).isFalse();
        assertThat(table.groupAlive(process.identity(), marker)).isTrue();
        table.signalGroup(process.identity(), marker, "TERM");

        Await.until("the rank is dead", () -> table.liveness(rank) == Liveness.DEAD);
        assertThat(table.groupAlive(process.identity(), marker)).isFalse();
    }

    @Test
    void leavesAGroupAloneOfWhichNothingCarriesTheMarkerAndTakesItsLeaderForAnother() {
        marker = directory.resolve("0013-qwen").toString();
        DetachedProcess stranger = start(READY + "exec sleep 300");

        table.signalGroup(stranger.identity(), marker, "KILL");

        assertThat(table.liveness(stranger.identity())).isEqualTo(Liveness.ALIVE);
        assertThat(table.liveness(stranger.identity(), marker)).isEqualTo(Liveness.DEAD);
        assertThat(table.remains(stranger.identity(), marker).none()).isTrue();
        table.signalGroup(stranger.identity(), "KILL");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 0, -1, Long.MIN_VALUE})
    void signalsNothingByANumberThatIsNoTrainings(long pid) {
        ProcessIdentity here = table.identify(ProcessHandle.current().pid()).orElseThrow();
        List<List<String>> run = new ArrayList<>();
        ProcessTable watched = new ProcFsTable((command, place, environment, limit) -> {
            run.add(command);
            return new CommandOutput(0, "", "", false);
        });

        watched.signalGroup(new ProcessIdentity(here.host(), here.pidNamespace(), pid, 0, here.bootId()), "KILL");

        assertThat(run).isEmpty();
    }

    @Test
    void findsByTheMarkerAloneWhoWroteOverItsEnvironmentInAGroupOfItsOwn() {
        marker = directory.resolve("0013-qwen").toString();
        DetachedProcess process = start(
                "export NPU_SHELL_SESSION='" + marker + "'; env -i sleep 300 & echo $! >child.new; mv child.new child; "
                        + "exec sh -c '" + READY + "wait; sleep 300'");
        ProcessIdentity child = table.identify(process.pidIn("child")).orElseThrow();
        assertThat(table.remains(null, marker).members())
                .extracting(Remains.Member::pid)
                .contains(process.identity().pid())
                .doesNotContain(child.pid());
        assertThat(table.remains(process.identity(), marker).members())
                .extracting(Remains.Member::pid)
                .contains(process.identity().pid(), child.pid());

        table.signalGroup(process.identity(), marker, "KILL");

        Await.until("the child is dead", () -> table.liveness(child) == Liveness.DEAD);
    }

    @Test
    void tellsWhoRunsWhatIsLeft() {
        DetachedProcess process = start(READY + "exec sleep 300");

        assertThat(table.remains(process.identity(), "").members())
                .singleElement()
                .satisfies(member -> {
                    assertThat(member.pid()).isEqualTo(process.identity().pid());
                    assertThat(member.user()).isEqualTo(System.getProperty("user.name"));
                    assertThat(member.ours()).isTrue();
                    assertThat(member.uninterruptible()).isFalse();
                });
    }

    @Test
    void killsWhatIgnoresTermAndWakesWhatIsStopped() {
        DetachedProcess process = start("trap '' TERM; " + READY + "while :; do sleep 0.05; done");

        table.signalGroup(process.identity(), "TERM");
        assertThat(table.liveness(process.identity())).isEqualTo(Liveness.ALIVE);
        table.signalGroup(process.identity(), "STOP");
        table.signalGroup(process.identity(), "KILL");

        awaitGroupDead(process);
    }

    @Test
    void leavesTheJudgementToTheContainerThatOwnsAProcess() {
        DetachedProcess process = start(READY + "sleep 300");
        ProcessIdentity real = process.identity();
        ProcessIdentity inContainer =
                new ProcessIdentity(real.host(), "pid:[1]", real.pid(), real.startTime(), real.bootId());

        assertThat(table.liveness(inContainer)).isEqualTo(Liveness.ELSEWHERE);
        table.signalGroup(inContainer, "KILL");

        assertThat(table.liveness(real)).isEqualTo(Liveness.ALIVE);
    }

    private DetachedProcess start(String script) {
        return DetachedProcess.start(table, directory, script);
    }

    private DetachedProcess start(String script, String child) {
        write("child.sh", child);
        return start(script);
    }

    private void write(String file, String content) {
        try {
            Files.writeString(directory.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitGroupDead(DetachedProcess process) {
        Await.until("the group is dead", () -> !table.groupAlive(process.identity()));
    }

    private static ProcessIdentity startedAt(ProcessIdentity identity, long startTime) {
        return new ProcessIdentity(
                identity.host(), identity.pidNamespace(), identity.pid(), startTime, identity.bootId());
    }
}
