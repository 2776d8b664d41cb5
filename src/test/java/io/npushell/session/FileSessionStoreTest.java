package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.session.SessionStore.Reservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSessionStoreTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    Path workDir;

    @Test
    void hasNoSessionsWhereTheWorkspaceIsNotThereYetAndMakesNothing() {
        SessionStore store = store(workDir.resolve("none"));

        assertThat(store.list()).isEmpty();
        assertThat(store.find("last")).isEmpty();
        assertThat(workDir.resolve("none")).doesNotExist();
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> store.require("13"))
                .withMessage("There is no session \"13\": this workspace has none.")
                .matches(e -> e.exitCode() == ExitCode.NOT_FOUND);
    }

    @Test
    void keepsAllThatWasAsked() {
        Reservation reservation = store().reserve("qwen-nano", "pretrain");
        SessionSpec spec = Specs.spec(reservation.id(), "first", new SessionId(7), NOW);

        Session created = store().create(reservation, spec, Map.of("run.sh", "echo hello\n"));

        assertThat(created.spec()).isEqualTo(spec);
        assertThat(created.state()).isEqualTo(SessionState.STARTING);
        assertThat(created.directory())
                .isEqualTo(workDir.resolve(".npu-shell/sessions/0001-qwen-nano-pretrain"))
                .isDirectoryContaining("glob:**/run.sh")
                .isDirectoryContaining("glob:**/supervise.sh");
        assertThat(store().list()).containsExactly(created);
        assertThat(store().events(created)).containsExactly(new SessionEvent(NOW, "created", Map.of()));
    }

    @Test
    void keepsItsFilesReadableForTheContainersUser() throws IOException {
        Session session = create("a");
        store().saveSummary(session, Summary.empty());
        Path plain = Files.createFile(workDir.resolve("plain"));

        assertThat(Files.getPosixFilePermissions(session.directory().resolve("summary.json")))
                .isEqualTo(Files.getPosixFilePermissions(plain));
    }

    @Test
    void listsTheNewestFirst() {
        create("a");
        create("b");

        assertThat(store().list())
                .extracting(session -> session.spec().request().name())
                .containsExactly("b", "a");
    }

    @Test
    void findsByIdByNameAndTheLast() {
        Session first = create("a");
        Session second = create("b");

        assertThat(store().find("1")).contains(first);
        assertThat(store().find("0001")).contains(first);
        assertThat(store().find("a")).contains(first);
        assertThat(store().find("last")).contains(second);
        assertThat(store().find("3")).isEmpty();
    }

    @Test
    void namesTheNearestWhereThereIsNone() {
        create("a");
        create("b");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> store().require("9"))
                .withMessage("There is no session \"9\"; the nearest: 2, 1.")
                .matches(e -> e.exitCode() == ExitCode.NOT_FOUND);
    }

    @Test
    void refusesANameThatSeveralHave() {
        create("a");
        create("a");

        assertThat(store().find("a")).isEmpty();
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> store().require("a"))
                .withMessage("2 sessions have the name \"a\": 2, 1.");
    }

    @Test
    void givesNoIdTwiceToShellsThatAskAtOnce() throws Exception {
        int shells = 4;
        int each = 25;
        ExecutorService executor = Executors.newFixedThreadPool(shells);
        Callable<List<SessionId>> shell = () -> {
            SessionStore own = store();
            return java.util.stream.IntStream.range(0, each)
                    .mapToObj(i -> own.reserve("qwen", "sft").id())
                    .toList();
        };
        List<Future<List<SessionId>>> answers = executor.invokeAll(java.util.Collections.nCopies(shells, shell));
        executor.shutdown();

        List<SessionId> ids = new java.util.ArrayList<>();
        for (Future<List<SessionId>> answer : answers) {
            ids.addAll(answer.get());
        }
        assertThat(ids).doesNotHaveDuplicates().hasSize(shells * each);
    }

    @Test
    void neverGivesAnAbandonedIdAgainNorOneWhoseMarkIsGone() throws IOException {
        store().abandon(store().reserve("qwen", "sft"));
        Session second = create("b");
        assertThat(second.id()).isEqualTo(new SessionId(2));

        Files.delete(workDir.resolve(".npu-shell/sessions/.ids/0001"));
        Files.delete(workDir.resolve(".npu-shell/sessions/.ids/0002"));

        assertThat(store().reserve("qwen", "sft").id()).isEqualTo(new SessionId(3));
    }

    @Test
    void showsNothingOfASessionWhoseMakingWasCutShort() throws IOException {
        Session session = create("a");
        Files.createDirectory(session.directory().resolveSibling(".0002-qwen-nano-pretrain.77-ab.tmp"));

        assertThat(store().list()).containsExactly(session);
    }

    @Test
    void marksARecordThatCannotBeReadAndShowsTheOthers() throws IOException {
        Session broken = create("a");
        Session fine = create("b");
        Path spec = broken.directory().resolve("session.json");
        Files.writeString(spec, SessionWorld.text(spec).substring(0, 200));

        List<Session> sessions = store().list();

        assertThat(sessions.get(0)).isEqualTo(fine);
        assertThat(sessions.get(1).mark()).isEqualTo("corrupt");
        assertThat(sessions.get(1).id()).isEqualTo(broken.id());
        assertThat(sessions.get(1).spec().request().name()).isEqualTo("qwen-nano-pretrain");
        assertThat(sessions.get(1).reason()).startsWith("its record cannot be read: ");
        assertThat(store().find("1").orElseThrow().mark()).isEqualTo("corrupt");
    }

    @Test
    void marksARecordThatIsMissingOrOfAnotherSession() throws IOException {
        Session missing = create("a");
        Session other = create("b");
        Files.move(
                missing.directory().resolve("session.json"),
                other.directory().resolve("session.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(store().list()).extracting(Session::mark).containsExactly("corrupt", "corrupt");
        assertThat(store().list().get(0).reason())
                .isEqualTo("its record cannot be read: it is the record of session 1");
    }

    @Test
    void keepsTheSummaryWithItsUnknownNumbers() {
        Session session = create("a");
        Summary summary = new Summary(
                4711,
                "training",
                120,
                101,
                200,
                10.5,
                1.2931,
                Double.NaN,
                1510.25,
                21.7,
                217,
                100,
                "out of \"memory\"",
                null);

        store().saveSummary(session, Summary.empty());
        store().saveSummary(session, summary);

        assertThat(store().require("1").summary()).isEqualTo(summary);
    }

    @Test
    void startsTheSummaryAnewWhereItIsDamaged() throws IOException {
        Session session = create("a");
        Files.writeString(session.directory().resolve("summary.json"), "{\"log_off");

        assertThat(store().require("1").summary()).isEqualTo(Summary.empty());
    }

    @Test
    void leavesOutATornJournalLineAndWritesOnAfterIt() throws IOException {
        Session session = create("a");
        Files.writeString(
                session.directory().resolve("events.jsonl"), "{\"time\":\"2026-01-0", StandardOpenOption.APPEND);
        assertThat(store().events(session)).extracting(SessionEvent::kind).containsExactly("created");

        SessionEvent note = new SessionEvent(NOW, "note", Map.of("text", "line\nbreak"));
        store().append(session, note);

        assertThat(store().events(session)).hasSize(2).endsWith(note);
    }

    @Test
    void refusesAWorkspaceItCannotWriteTo() throws IOException {
        Path inTheWay = Files.createFile(workDir.resolve("file"));

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> store(inTheWay).reserve("qwen", "sft"))
                .withMessageStartingWith(
                        "The session record \"" + inTheWay + "/.npu-shell/sessions\" cannot be written: ")
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT);
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> store(Path.of("/proc/npu-shell-test")).reserve("qwen", "sft"))
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT);
    }

    private Session create(String name) {
        Reservation reservation = store().reserve("qwen-nano", "pretrain");
        return store().create(reservation, Specs.spec(reservation.id(), name, null, NOW), Map.of("run.sh", ""));
    }

    /** Anew, as each shell has its own. */
    private SessionStore store() {
        return store(workDir);
    }

    private static SessionStore store(Path workDir) {
        return HostSessions.open(workDir, new CommonsExecRunner(), CLOCK);
    }
}
