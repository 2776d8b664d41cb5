package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.launch.HostSessions;
import io.npushell.process.Await;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.HostFacts;
import io.npushell.process.SetsidStarter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SupervisedSessionTest {
    @TempDir
    Path workDir;

    private SessionWorld world;

    @BeforeEach
    void open() {
        world = new SessionWorld(workDir);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void completesWhenItsScriptEndsWithZero() {
        Session session = world.start("echo hello; echo oops >&2");

        Session ended = world.await(session, SessionState.COMPLETED);

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.reason()).isNull();
        assertThat(ended.started()).isNotNull();
        assertThat(ended.ended()).isAfterOrEqualTo(ended.started());
        assertThat(SessionWorld.text(ended.log())).isEqualTo("hello\noops\n");
        assertThat(world.store().events(ended))
                .extracting(SessionEvent::kind)
                .containsExactly("created", "started", "ended");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 126, 127, 255})
    void failsWithTheExactExitCodeOfItsScript(int code) {
        Session session = world.start("exit " + code);

        Session ended = world.await(session, SessionState.FAILED);

        assertThat(ended.exitCode()).isEqualTo(code);
        assertThat(ended.reason()).isEqualTo("exit code " + code);
    }

    @ParameterizedTest
    @CsvSource({"SEGV, 139", "KILL, 137", "TERM, 143"})
    void recordsTheSignalThatEndedItAsExitCode(String signal, int code) {
        Session session = world.start("kill -" + signal + " $$");

        assertThat(world.await(session, SessionState.FAILED).exitCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"000, rw-rw-rw-, rw-r--r--", "002, rw-rw-r--, rw-r--r--", "077, rw-------, rw-------"})
    void itsRecordsAreClosedToOthersWhateverTheUmaskAndTheTrainingKeepsIts(
            String umask, String trained, String recorded) throws IOException {
        Session session = world.create("umask >mask; : >trained");
        world.sh("umask " + umask + "; exec sh " + session.directory() + "/supervise.sh " + session.directory());
        world.await(session, SessionState.COMPLETED);

        assertThat(SessionWorld.text(session.directory().resolve("mask")).strip())
                .endsWith(umask);
        assertThat(rights(session.directory().resolve("trained"))).isEqualTo(trained);
        for (String file : List.of("run.log", "state/identity", "state/supervisor", "state/exit", "state/lock")) {
            assertThat(rights(session.directory().resolve(file))).as(file).isEqualTo(recorded);
        }
    }

    @Test
    void nothingIsStartedWhereItsLogIsALink() throws IOException {
        Session session = world.create("echo hello");
        Path outside = workDir.resolve("outside");
        Files.createSymbolicLink(session.directory().resolve("run.log"), outside);

        CommandOutput refused = world.superviseAgain(session);

        assertThat(refused.exitCode()).isEqualTo(74);
        assertThat(refused.err()).contains("run.log is a link, which is not followed");
        assertThat(outside).doesNotExist();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void showsTheStepItIsIn() {
        Session session = world.start("echo train >\"$NPU_SHELL_STATE/step\"; sleep 300");
        world.awaitFile(session.directory().resolve("state/step"));

        Session running = world.await(session, SessionState.RUNNING);

        assertThat(running.step()).isEqualTo("train");
        assertThat(running.reason()).isNull();
        assertThat(running.ended()).isNull();
    }

    @Test
    void survivesSignalsToItsSupervisor() {
        Session session = world.start("while [ ! -e go ]; do sleep 0.05; done; exit 5");
        long supervisor = world.supervisor(session).pid();

        for (String signal : new String[] {"HUP", "INT", "TERM", "TERM"}) {
            world.sh("kill -" + signal + " " + supervisor);
        }
        assertThat(world.now(session).state()).isEqualTo(SessionState.RUNNING);
        world.touch(session, "go");

        assertThat(world.await(session, SessionState.FAILED).exitCode()).isEqualTo(5);
    }

    @Test
    void isStoppedWhenItEndsAfterItWasAskedTo() {
        Session session = world.start("trap 'echo saved; exit 143' TERM; touch ready; while :; do sleep 0.05; done");
        world.awaitFile(session.directory().resolve("ready"));
        world.askToStop(session);
        assertThat(world.now(session).state()).isEqualTo(SessionState.STOPPING);

        world.processes().signal(session, "TERM");

        Session stopped = world.await(session, SessionState.STOPPED);
        assertThat(stopped.exitCode()).isEqualTo(143);
        assertThat(SessionWorld.text(stopped.log())).endsWith("saved\n");
        assertThat(world.processes().alive(stopped)).isFalse();
    }

    @Test
    void isCompletedWhenItEndsWellAlthoughItWasAskedToStop() {
        Session session = world.start("trap 'exit 0' TERM; touch ready; while :; do sleep 0.05; done");
        world.awaitFile(session.directory().resolve("ready"));
        world.askToStop(session);

        world.processes().signal(session, "TERM");

        world.await(session, SessionState.COMPLETED);
    }

    @Test
    void runsOnAsAnOrphanWhenItsSupervisorIsKilled() {
        Session session = world.start("echo started; while :; do sleep 0.05; done");

        world.killSupervisor(session);

        Session orphan = world.now(session);
        assertThat(orphan.state()).isEqualTo(SessionState.RUNNING);
        assertThat(orphan.reason()).isEqualTo("orphaned");
    }

    @Test
    void isLostWhenNobodySawItEnd() {
        Session session = world.start("while :; do sleep 0.05; done");
        world.killSupervisor(session);

        world.processes().signal(session, "KILL");

        Session lost = world.await(session, SessionState.LOST);
        assertThat(lost.reason()).isEqualTo("nobody saw it end");
        assertThat(lost.exitCode()).isNull();
    }

    @Test
    void writesDownOnceThatNobodySawItEnd() {
        Session session = world.start("while :; do sleep 0.05; done");
        world.killSupervisor(session);
        world.processes().signal(session, "KILL");
        Session lost = world.await(session, SessionState.LOST);

        assertThat(world.now(lost)).isEqualTo(lost);
        assertThat(lost.ended()).as("when is not known").isNull();
        assertThat(world.store().events(lost))
                .filteredOn(event -> event.kind().equals("ended"))
                .singleElement()
                .extracting(SessionEvent::details)
                .isEqualTo(Map.of(
                        "state",
                        "lost",
                        "reason",
                        "nobody saw it end",
                        "by",
                        HostFacts.here().host()));
    }

    @Test
    void asksForNoLockOfASessionThatARebootEndedOnceThatIsWrittenDown() throws IOException {
        Session session = world.start("exit 0");
        Path state = session.directory().resolve("state");
        // the journal may have told of the end a moment before
        world.awaitFile(state.resolve("exit"));
        Files.delete(state.resolve("exit"));
        Files.write(
                session.directory().resolve("events.jsonl"),
                Files.readAllLines(session.directory().resolve("events.jsonl")).subList(0, 2));
        Files.writeString(
                state.resolve("identity"),
                SessionWorld.text(state.resolve("identity")).replaceFirst("boot=.*", "boot=an earlier one"));
        List<List<String>> asked = new ArrayList<>();
        CommandRunner real = new CommonsExecRunner();
        CommandRunner counting = (command, place, environment, limit) -> {
            asked.add(command);
            return real.run(command, place, environment, limit);
        };
        SessionStore store = HostSessions.open(workDir, counting, Clock.systemUTC());

        assertThat(store.list()).extracting(Session::reason).containsExactly("rebooted");
        assertThat(asked).hasSize(1);
        assertThat(store.list()).extracting(Session::reason).containsExactly("rebooted");
        assertThat(asked).hasSize(1);
    }

    @Test
    void isLostToAnOrphanThatEndsWell() {
        Session session = world.start("while [ ! -e go ]; do sleep 0.05; done; exit 0");
        world.killSupervisor(session);

        world.touch(session, "go");

        world.await(session, SessionState.LOST);
    }

    @Test
    void isStoppedWhenWhoStoppedTheOrphanSawItEnd() {
        Session session = world.start("while :; do sleep 0.05; done");
        world.killSupervisor(session);
        world.askToStop(session);
        assertThat(world.now(session).reason()).isEqualTo("orphaned");

        world.processes().signal(session, "TERM");
        Await.until("it is dead", () -> !world.processes().alive(session));
        world.event(session, "ended", Map.of("by", "stop"));

        Session stopped = world.now(session);
        assertThat(stopped.state()).isEqualTo(SessionState.STOPPED);
        assertThat(stopped.reason()).isEqualTo("exit code unknown");
        assertThat(stopped.ended()).isNotNull();
    }

    @Test
    void keepsRunningForShowWhileSomethingItStartedOutlivesIt() {
        Session session = world.start("setsid sh -c 'echo $$ >rank.new; mv rank.new rank; exec sleep 300' & "
                + "while [ ! -e rank ]; do sleep 0.01; done; exit 1");
        world.awaitFile(session.directory().resolve("state/exit"));

        Session hanging = world.now(session);
        assertThat(hanging.state()).isEqualTo(SessionState.RUNNING);
        assertThat(hanging.reason()).isEqualTo("hung after the end");
        assertThat(hanging.exitCode()).isEqualTo(1);

        world.processes().signal(session, "KILL");
        world.await(session, SessionState.FAILED);
    }

    @Test
    void lockIsTheSupervisorsAloneAndFreeWhenItDies() {
        Session session = world.start("while :; do sleep 0.05; done");
        assertThat(world.locked(session)).isTrue();

        world.killSupervisor(session);

        assertThat(world.locked(session)).isFalse();
        assertThat(world.processes().alive(session)).isTrue();
    }

    @Test
    void startsNothingWhereItsSupervisorComesAfterItWasGivenUp() {
        Session session = world.create("touch ran");
        List<List<String>> late = new ArrayList<>();

        boolean started = new Supervisor((command, directory) -> late.add(command)).start(session, Duration.ZERO);
        CommandOutput supervisor = world.sh(String.join(" ", late.get(0)));

        assertThat(started).isFalse();
        assertThat(supervisor.exitCode()).isEqualTo(75);
        assertThat(supervisor.err()).contains("was given up before its supervisor came");
        assertThat(world.now(session).reason()).isEqualTo("never started");
        assertThat(session.directory().resolve("ran")).doesNotExist();
    }

    @Test
    void givesUpNothingThatHasStarted() {
        Session session = world.start("while [ ! -e go ]; do sleep 0.05; done");

        assertThat(Supervisor.giveUp(session)).isFalse();
        world.touch(session, "go");
        Session ended = world.await(session, SessionState.COMPLETED);
        world.awaitFile(session.directory().resolve("state/exit"));

        assertThat(Supervisor.giveUp(ended)).isFalse();
    }

    @Test
    void secondSupervisorRefusesWhileItRunsAndAfter() {
        Session session = world.start("echo once; while [ ! -e go ]; do sleep 0.05; done");

        CommandOutput during = world.superviseAgain(session);
        world.touch(session, "go");
        world.await(session, SessionState.COMPLETED);
        CommandOutput after = world.superviseAgain(session);

        assertThat(during.exitCode()).isEqualTo(75);
        assertThat(during.err())
                .isEqualTo("npu-shell: session " + session.directory() + " has its supervisor already\n");
        assertThat(after.exitCode()).isEqualTo(75);
        assertThat(after.err())
                .isEqualTo("npu-shell: session " + session.directory() + " has run already; resume makes a new one\n");
        assertThat(SessionWorld.text(session.log())).isEqualTo("once\n");
        assertThat(world.now(session).state()).isEqualTo(SessionState.COMPLETED);
    }

    @Test
    void failsAsNeverStartedWhereRunShIsMissing() throws IOException {
        Session session = world.create("echo never");
        Files.delete(session.directory().resolve("run.sh"));

        world.start(session);

        Session failed = world.await(session, SessionState.FAILED);
        assertThat(failed.reason()).isEqualTo("never started");
        assertThat(failed.exitCode()).isEqualTo(127);
        assertThat(SessionWorld.text(failed.log())).contains("there is no " + session.directory() + "/run.sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flock", "setsid"})
    void saysWhichProgramOfThisMachineIsMissing(String missing) throws IOException {
        Session session = world.create("echo never");
        Path programs = Files.createDirectory(workDir.resolve("bin"));
        for (String program : new String[] {"sh", "flock", "setsid", "mv", "date", "sed", "cut", "tail", "readlink"}) {
            if (!program.equals(missing)) {
                Files.createSymbolicLink(
                        programs.resolve(program),
                        Path.of(world.sh("command -v " + program).out().strip()));
            }
        }

        world.sh("PATH=" + programs + " sh " + session.directory() + "/supervise.sh " + session.directory());

        Session failed = world.now(session);
        assertThat(failed.state()).isEqualTo(SessionState.FAILED);
        assertThat(failed.reason()).isEqualTo("never started");
        assertThat(SessionWorld.text(failed.log()))
                .isEqualTo("npu-shell: " + missing + " is missing (package util-linux)\n");
    }

    @ParameterizedTest
    @CsvSource({
        "kill -9 $$, 99999999, true",
        "kill -9 $$, 1, false",
        "exit 3, 99999999, false",
        "echo 'exitcode : -9 (pid: 4711)'; exit 1, 99999999, true"
    })
    void keepsTheKernelsWordsOnWhatItKilledMeanwhile(String script, long second, boolean kept) throws IOException {
        Session session = world.create(script);
        Path programs = Files.createDirectory(workDir.resolve("bin"));
        String words = "[" + second + ".123456] Out of memory: Killed process 4711 (python) total-vm:1kB";
        Files.writeString(programs.resolve("dmesg"), "#!/bin/sh\necho '[    1.000000] Linux'\necho '" + words + "'\n")
                .toFile()
                .setExecutable(true);

        world.sh("PATH=" + programs + ":$PATH sh " + session.directory() + "/supervise.sh " + session.directory());

        assertThat(world.now(session).state()).isEqualTo(SessionState.FAILED);
        assertThat(session.directory().resolve("state/out-of-memory")).satisfies(file -> {
            assertThat(Files.exists(file)).isEqualTo(kept);
            if (kept) {
                assertThat(file).hasContent(words);
            }
        });
    }

    @Test
    void isNotThereToBeJudgedOrStoppedInACopyOfItsWorkspace() {
        Session session = world.start("while [ ! -e go ]; do sleep 0.05; done");
        world.await(session, SessionState.RUNNING);
        Path copy = workDir.resolve("copy");
        world.sh("mkdir " + copy + " && cp -a " + workDir + "/.npu-shell " + copy);

        Session copied = HostSessions.open(copy, new CommonsExecRunner(), Clock.systemUTC())
                .require("1");

        assertThat(copied.state()).isEqualTo(SessionState.RUNNING);
        assertThat(copied.unreachable()).isTrue();
        assertThat(copied.reason())
                .isEqualTo("this is a copy of its record; it runs from '" + session.directory() + "'");
        assertThat(world.now(session).mark()).isNull();
        world.touch(session, "go");
    }

    @Test
    void runsUnderBashAsUnderDash() {
        Session session = world.create("while [ ! -e go ]; do sleep 0.05; done; exit 3");
        String script = session.directory().resolve("supervise.sh").toString();
        new SetsidStarter()
                .start(List.of("bash", "--posix", script, session.directory().toString()), session.directory());
        world.await(session, SessionState.RUNNING);

        world.sh("kill -TERM " + world.supervisor(session).pid());
        world.touch(session, "go");

        assertThat(world.await(session, SessionState.FAILED).exitCode()).isEqualTo(3);
    }
}
