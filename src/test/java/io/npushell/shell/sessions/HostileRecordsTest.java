package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.session.Session;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that anybody may have written, under every command that takes a session: a clear answer, and no harm to the one beside it. */
@Timeout(120)
class HostileRecordsTest {
    private static final List<String> COMMANDS = List.of(
            "sessions",
            "sessions --json",
            "show 1",
            "show 1 --json",
            "resume 1 --more 2 --dry-run",
            "log 1",
            "tail 1",
            "wait 1",
            "note 1 remark",
            "checkpoints 1",
            "weights merge 1 --dry-run",
            "sample 1 text",
            "plot 1",
            "perf 1",
            "stop 1",
            "set model-path session:1",
            "adopt . --session 1",
            "check",
            "plan");

    @TempDir
    Path root;

    private ShellHarness shell;
    private Path record;
    private String good;

    @BeforeEach
    void makeSessions() throws IOException {
        shell = new ShellHarness(root);
        Session hostile = RecordedSession.in(shell).trained(1, 100).ended(0).create();
        RecordedSession.in(shell).named("beside", "").trained(1, 20).ended(0).create();
        record = hostile.directory().resolve("session.json");
        good = Files.readString(record);
        shell.run("use qwen-nano");
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("\"run_type\" : \"pretrain\"", "\"run_type\" : \"weird\""),
                new Change("\"run_type\" : \"pretrain\"", "\"run_type\" : 7"),
                new Change("\"run_type\"", "\"another\""),
                new Change("\"profile\" : \"qwen-nano\"", "\"profile\" : \"../../etc/passwd\""),
                new Change("\"engine\" : \"embedded\"", "\"engine\" : \"tpu\""),
                new Change("\"settings\" : \\[", "\"settings\" : 5, \"old\" : ["),
                new Change("\"steps\" : \\[", "\"steps\" : {}, \"old\" : ["),
                new Change("\"schema\" : 1", "\"schema\" : 99"),
                new Change("\"created\" : \"[^\"]*\"", "\"created\" : \"+999999999-12-31T23:59:59Z\""),
                new Change("\"train_iters\" : \\d+", "\"train_iters\" : 1e400"),
                new Change("\"train_iters\" : \\d+", "\"train_iters\" : -9223372036854775808"),
                new Change("\"id\" : \"1\"", "\"id\" : \"2\""),
                new Change("(?s).*", ""),
                new Change("(?s).*", "[]"),
                new Change("(?s).*", "[".repeat(50_000)),
                new Change("(?s)^(.{200}).*", "$1" + "\0".repeat(40)));
    }

    /** What is written in the place of what. */
    record Change(String pattern, String text) {
        @Override
        public String toString() {
            return pattern + " → "
                    + text.substring(0, Math.min(40, text.length())).replace('\0', '0');
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void isNoBugUnderAnyCommand(Change change) throws IOException {
        String changed = good.replaceFirst(change.pattern(), change.text());
        assertThat(changed).as("the change is one").isNotEqualTo(good);
        Files.writeString(record, changed);

        for (String command : COMMANDS) {
            Result result = shell.run(command);
            assertThat(result.exit()).as("%s: %s", command, result.err()).isNotEqualTo(ExitCode.BUG);
        }
        assertThat(shell.run("sessions").out()).contains("“beside”");
        assertThat(shell.run("show 2").out()).startsWith("Session 2  qwen-nano/pretrain  completed");
        assertThat(shell.suggestions("show ")).extracting(each -> each.value()).contains("2");
    }

    @Test
    void refusesToMergeWhatItCannotRead() throws IOException {
        Files.writeString(record, "[]");

        Result result = shell.run("weights merge 1");

        assertThat(result.exit()).isIn(ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOT_FOUND);
        assertThat(result.err()).contains("session 1");
    }
}
