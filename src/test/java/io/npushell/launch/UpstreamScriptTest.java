package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class UpstreamScriptTest {
    @TempDir
    Path directory;

    private Path script;
    private Path output;

    @BeforeEach
    void write() throws Exception {
        script = Files.writeString(directory.resolve("upstream.sh"), EngineScript.text(EngineScript.UPSTREAM));
        output = directory.resolve("output");
    }

    @Test
    void hasTheExitCodeOfTheToolAndItsWords() throws Exception {
        Process ended = start("printf '%s|' \"$@\"; exit 3", "two words", "");

        assertThat(ended.waitFor()).isEqualTo(3);
        assertThat(output).hasContent("two words||");
    }

    @Test
    void leavesAloneWhatWorks() throws Exception {
        Process ended = start("i=0; while [ $i -lt 400000 ]; do i=$((i + 1)); done; echo Done!; exit 4");

        assertThat(ended.waitFor()).isEqualTo(4);
        assertThat(output).hasContent("Done!");
    }

    @Test
    void endsWhatWaitsForADeadChild() throws Exception {
        // The child is never waited for: after exec its father is a sleep that knows nothing of it.
        Process ended = start("sh -c 'exit 1' & exec sleep 100");

        assertThat(ended.waitFor()).isEqualTo(143);
        assertThat(output).content().contains("upstream's tool stands still: one of its processes has died");
    }

    @ParameterizedTest
    @CsvSource({
        "Done!,it has said Done! and does not end",
        "Traceback (most recent call last):,one of its processes has failed",
    })
    void endsAllThatStandsStillAfterASign(String sign, String reason) throws Exception {
        Process ended = start("echo '" + sign + "'; sleep 100 & echo $! >child; wait");

        assertThat(ended.waitFor()).isNotZero();
        assertThat(output).content().contains("upstream's tool stands still: " + reason);
        String child = Files.readString(directory.resolve("child")).strip();
        assertThat(new ProcFsTable(new CommonsExecRunner()).identify(Long.parseLong(child)))
                .isEmpty();
    }

    @Test
    void waitsLongWhereThereIsNoSignOfABadEnd() throws Exception {
        Process ended = start("sleep 5");

        assertThat(ended.waitFor()).isZero();
        assertThat(output).isEmptyFile();
    }

    @Test
    void endsTheToolWhenItIsAskedTo() throws Exception {
        Process asked = start("trap 'echo asked; exit 7' TERM; touch ready; while :; do sleep 0.05; done");
        while (!Files.exists(directory.resolve("ready"))) {
            assertThat(asked.isAlive()).isTrue();
            Thread.onSpinWait();
        }

        asked.destroy();

        assertThat(asked.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(output).hasContent("asked");
    }

    private Process start(String tool, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", script.toString(), "sh", "-c", tool, "sh"));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("NPU_SHELL_STILL_SHORT", "2");
        return builder.redirectOutput(output.toFile()).start();
    }
}
