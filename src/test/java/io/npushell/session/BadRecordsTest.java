package io.npushell.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.io.AtomicFile;
import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.session.SessionStore.Reservation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One bad record, in a workspace that others write to as well, is told as such and harms no other. */
@Timeout(30)
class BadRecordsTest {
    @TempDir
    Path workDir;

    private Session bad;
    private Session fine;

    @BeforeEach
    void recordTwo() {
        bad = create();
        fine = create();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"schema\" : 1 | \"schema\" : 2 | it was written by a newer npu-shell (schema 2)",
                "\"schema\" : 1 | \"schema\" : \"two\" | \"schema\" is two, not a version",
                "\"world\" : 1 | \"world\" : -3 | \"world\" cannot be -3",
                "\"world\" : 1 | \"world\" : 4294967296 | \"world\" cannot be 4294967296",
                "\"train_iters\" : 100 | \"train_iters\" : -5 | \"train_iters\" cannot be -5",
                "\"id\" : \"1\" | \"id\" : 1 | \"id\" is missing",
                "\"name\" : \"qwen | \"name\" : \"\\u0000qwen | it holds a NUL"
            })
    void refusesByNameWhatItCannotBe(String good, String damaged, String why) throws IOException {
        Path spec = bad.directory().resolve("session.json");
        String text = SessionWorld.text(spec);
        assertThat(text).contains(good);
        Files.writeString(spec, text.replace(good, damaged));

        assertCorrupt("its record cannot be read: " + why);
    }

    @Test
    void refusesAnImpossibleTime() throws IOException {
        Path spec = bad.directory().resolve("session.json");
        Files.writeString(
                spec,
                SessionWorld.text(spec)
                        .replaceFirst("\"created\" : \"[^\"]*", "\"created\" : \"+999999999-12-31T23:59:59Z"));

        assertCorrupt("its record cannot be read: \"created\" is no possible time: \"+999999999-12-31T23:59:59Z\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"session.json", "summary.json", "events.jsonl", "state/identity", "state/exit", "state/lock"})
    void isNotHeldUpByAFifo(String file) throws Exception {
        Path place = bad.directory().resolve(file);
        Files.deleteIfExists(place);
        assertThat(new ProcessBuilder("mkfifo", place.toString()).start().waitFor())
                .isZero();

        assertThat(store().list()).extracting(Session::id).containsExactly(fine.id(), bad.id());
        assertThat(store().require("2")).isEqualTo(fine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"session.json", "summary.json", "events.jsonl", "state/identity", "state/exit"})
    void isNotLedAstrayByALinkOrADirectory(String file) throws IOException {
        Path place = bad.directory().resolve(file);
        Files.deleteIfExists(place);
        Files.createSymbolicLink(place, Path.of("/dev/zero"));
        assertThat(store().require("2")).isEqualTo(fine);
        assertThat(store().list()).hasSize(2);

        Files.delete(place);
        Files.createDirectory(place);
        assertThat(store().list()).hasSize(2);
    }

    @Test
    void replacesALinkAndDoesNotWriteThroughIt() throws IOException {
        Path outside = Files.writeString(workDir.resolve("outside"), "mine");
        Files.createSymbolicLink(bad.directory().resolve("summary.json"), outside);

        store().saveSummary(bad, Summary.empty());

        assertThat(outside).hasContent("mine");
        assertThat(bad.directory().resolve("summary.json")).isRegularFile();
        assertThat(Files.isSymbolicLink(bad.directory().resolve("summary.json")))
                .isFalse();
    }

    @Test
    void aNewFileIsNotWrittenWhereALinkStands() throws IOException {
        Path outside = workDir.resolve("outside");
        Path planted = Files.createSymbolicLink(workDir.resolve("planted"), outside);

        org.assertj.core.api.Assertions.assertThatThrownBy(() -> AtomicFile.writeThrough(planted, "x"))
                .isInstanceOf(java.nio.file.FileAlreadyExistsException.class);

        assertThat(outside).doesNotExist();
    }

    @Test
    void appendsNothingThroughALink() throws IOException {
        Path outside = Files.createFile(workDir.resolve("outside"));
        Path journal = bad.directory().resolve("events.jsonl");
        Files.delete(journal);
        Files.createSymbolicLink(journal, outside);

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> store().append(bad, new SessionEvent(Instant.EPOCH, "note", Map.of())))
                .hasMessageContaining("is a link, not a file");

        assertThat(outside).isEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=300\ntime=1767323045\nleftovers=no\n",
                "code=-1\ntime=1767323045\nleftovers=no\n",
                "code=0\ntime=99999999999999999\nleftovers=no\n",
                "garbage"
            })
    void callsAnEndCorruptThatNoSupervisorWrites(String exit) throws IOException {
        Files.writeString(bad.directory().resolve("state/exit"), exit);

        assertThat(store().require("1").mark()).isEqualTo("corrupt");
        assertThat(store().require("1").reason()).contains("state/exit");
        assertThat(store().require("1").state()).isNotEqualTo(SessionState.COMPLETED);
    }

    @Test
    void readsTheNewestOfAJournalThatGrewOutOfAllBounds() throws IOException {
        Path journal = bad.directory().resolve("events.jsonl");
        Files.write(journal, new byte[(int) RecordFile.JOURNAL_LIMIT], StandardOpenOption.APPEND);
        store().append(bad, new SessionEvent(Instant.EPOCH, "note", Map.of("text", "after it")));

        assertThat(store().events(bad)).extracting(SessionEvent::kind).containsExactly("note");
    }

    @Test
    void takesADanglingLinkAndAPlainFileForCorruptAndACopyForNoSession() throws IOException {
        Path sessions = bad.directory().getParent();
        Files.createSymbolicLink(sessions.resolve("0003-qwen-nano-pretrain"), Path.of("/nowhere"));
        Files.createFile(sessions.resolve("0004-qwen-nano-pretrain"));
        Files.createDirectory(sessions.resolve("0002-qwen-nano-pretrain.bak"));

        assertThat(store().list()).extracting(Session::mark).containsExactly("corrupt", "corrupt", null, null);
    }

    @Test
    void knowsWhereADamagedRecordSavesWhereItStillSays() throws IOException {
        Path spec = bad.directory().resolve("session.json");
        Files.writeString(spec, SessionWorld.text(spec).replaceFirst("\\}\\s*$", ""));

        assertThat(store().require("1").mark()).isEqualTo("corrupt");
        assertThat(store().require("1").spec().run().outputDirectory())
                .isEqualTo(bad.spec().run().outputDirectory());

        Files.writeString(spec, "");
        Files.writeString(bad.directory().resolve("run.sh"), "SAVE_DIR='/ws/it'\\''s here' sh embedded.sh\n");
        assertThat(store().require("1").spec().run().outputDirectory()).isEqualTo("/ws/it's here");
    }

    private void assertCorrupt(String reason) {
        Session found = store().require("1");
        assertThat(found.mark()).isEqualTo("corrupt");
        assertThat(found.reason()).isEqualTo(reason);
        assertThat(store().require("2")).isEqualTo(fine);
    }

    private Session create() {
        Reservation reservation = store().reserve("qwen-nano", "pretrain");
        return store().create(reservation, Specs.spec(reservation.id()), Map.of("run.sh", ""));
    }

    private SessionStore store() {
        return HostSessions.open(workDir, new CommonsExecRunner(), Clock.systemUTC());
    }
}
