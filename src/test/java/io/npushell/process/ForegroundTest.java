package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ForegroundTest {
    @TempDir
    Path directory;

    @Test
    void answersWithTheExitCodeOfTheCommand() {
        assertThat(run("exit $CODE", Map.of("CODE", "7"))).isEqualTo(7);
        assertThat(run("kill -INT $$", Map.of())).isEqualTo(130);
    }

    @Test
    void staysWithACommandThatGoesOnAfterCtrlC() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread shell = new Thread(() -> code.complete(
                run("touch started; while [ ! -e go ]; do sleep 0.05; done; touch done; exit 3", Map.of())));
        shell.start();
        Await.until("it runs", () -> Files.exists(directory.resolve("started")));

        shell.interrupt();
        Await.until("the interrupt was heard", () -> !shell.isInterrupted());
        Files.createFile(directory.resolve("go"));

        assertThat(code.get(20, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(directory.resolve("done")).exists();
    }

    private int run(String script, Map<String, String> variables) {
        return Foreground.run(List.of("sh", "-c", script), directory, variables);
    }
}
