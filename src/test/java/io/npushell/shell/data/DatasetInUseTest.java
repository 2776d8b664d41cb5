package io.npushell.shell.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.launch.HostSessions;
import io.npushell.process.CommonsExecRunner;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DatasetInUseTest {
    @TempDir
    Path root;

    private ShellHarness shell;
    private String setUp;
    private Path input;
    private String dataset;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        setUp = "use qwen-nano/pretrain; set work-dir '" + shell.workspace() + "'; ";
        input = Files.writeString(root.resolve("notes.txt"), "A line of notes about a training.\n".repeat(20));
        dataset = shell.workspace() + "/processed_for_ma_input/Qwen-nano/data/pretrain/notes_text_document";
    }

    @Test
    void isNotReplacedUnderATraining() {
        waits("train");

        Result refused = shell.invoke("-c", setUp + "data prepare --input '" + input + "'");

        assertThat(refused.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(refused.err())
                .endsWith("dataset '" + dataset + "' is in use by session 1\n"
                        + "  try: wait 1   or   stop 1   or   data prepare --output-prefix OTHER\n");
        assertThat(Path.of(dataset + ".bin")).doesNotExist();
        assertThat(shell.invoke(
                                "-c",
                                setUp + "data prepare --dry-run --input '" + input + "' --output-prefix '" + root
                                        + "/other'")
                        .exit())
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void isFreeWhereTheSessionTrainsNothing() {
        waits("weights");

        assertThat(shell.invoke("-c", setUp + "data prepare --dry-run --input '" + input + "'")
                        .exit())
                .isEqualTo(ExitCode.OK);
    }

    /** A session that has not ended, as the record of one says which was started just now. */
    private void waits(String step) {
        SessionStore store = HostSessions.open(
                shell.workspace(), new CommonsExecRunner(), Clock.fixed(ShellHarness.NOW, ZoneOffset.UTC));
        SessionStore.Reservation place = store.reserve("qwen-nano", "pretrain");
        store.create(
                place,
                new SessionSpec(
                        place.id(),
                        new SessionSpec.Request(
                                "qwen-nano/pretrain",
                                "",
                                "qwen-nano",
                                "pretrain",
                                "embedded",
                                List.of(step),
                                null,
                                ShellHarness.NOW,
                                shell.workspace().toString(),
                                List.of(),
                                Map.of()),
                        SessionSpec.Training.onOne(1, 1, 1, 1),
                        SessionSpec.Run.onHost(null, dataset, List.of("sleep 1"))),
                Map.of("run.sh", ""));
    }
}
