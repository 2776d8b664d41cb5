package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommonsExecRunnerTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CommandRunner runner = new CommonsExecRunner();

    @TempDir
    Path directory;

    @Test
    void collectsWhatACommandPrintsAndItsExitCode() {
        CommandOutput output = sh("echo out 试; echo err >&2; exit 3", LONG);

        assertThat(output).isEqualTo(new CommandOutput(3, "out 试\n", "err\n", false));
        assertThat(output.succeeded()).isFalse();
    }

    @Test
    void runsInTheDirectoryWithTheVariablesAddedAndArgumentsUntouched() {
        CommandOutput output = runner.run(
                List.of("sh", "-c", "pwd; echo \"$COLOUR\"; printf '%s\\n' \"$1\"", "sh", "a \"b\" $c 'd'"),
                directory,
                Map.of("COLOUR", "red"),
                LONG);

        assertThat(output.out()).isEqualTo(directory + "\nred\na \"b\" $c 'd'\n");
    }

    @Test
    void givesACommandNothingToReadSoThatItCannotWaitForTheTerminal() {
        assertThat(sh("cat; echo end", LONG).out()).isEqualTo("end\n");
    }

    @Test
    void saysTheSignalThatEndedItAsAShellDoes() {
        assertThat(sh("kill -KILL $$", LONG).exitCode()).isEqualTo(137);
    }

    @Test
    void keepsCtrlCOfTheTerminalAway() {
        long own = ProcStat.read(Path.of("/proc"), ProcessHandle.current().pid())
                .orElseThrow()
                .session();

        String session = sh("cut -d ' ' -f 6 /proc/$$/stat", LONG).out().strip();

        assertThat(Long.parseLong(session)).isNotEqualTo(own);
    }

    @Test
    void endsEverythingACommandStartedWhenItTakesTooLong() {
        String script = "trap '' TERM; (trap '' TERM; sleep 300) & setsid sleep 300 & echo $! $$; sleep 300; :";

        CommandOutput output = sh(script, Duration.ofMillis(500));

        assertThat(output.timedOut()).isTrue();
        assertThat(output.succeeded()).isFalse();
        String[] pids = output.out().strip().split(" ", -1);
        assertThat(pids).hasSize(2);
        Arrays.stream(pids).map(Long::parseLong).forEach(pid -> Await.until(pid + " is dead", () -> dead(pid)));
    }

    @Test
    void doesNotWaitForeverForWhatACommandLeftOnItsOutput() {
        CommandOutput output = sh("sleep 300 & echo $!", Duration.ofMillis(500));

        long left = Long.parseLong(output.out().strip());
        if (!output.timedOut()) {
            // Java closes its end of the pipe when the shell ends, if nobody reads at that moment: then nothing is
            // waited for
            ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
        }
        Await.until(left + " is dead", () -> dead(left));
    }

    @Test
    void keepsTheBeginningOfWhatAChattyCommandPrints() {
        CommandOutput output = sh("head -c 20000000 /dev/zero | tr '\\0' x", LONG);

        assertThat(output.exitCode()).isZero();
        assertThat(output.out()).hasSize(CommonsExecRunner.OUTPUT_LIMIT).startsWith("xxx");
    }

    @Test
    void namesAProgramThatIsMissing() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> runner.run(List.of("npu-smi-none", "info"), directory, Map.of(), LONG))
                .withMessage("The program \"npu-smi-none\" is not on the PATH of this machine.")
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT);
    }

    @Test
    void namesAProgramThatMayNotBeExecuted() throws IOException {
        Files.writeString(directory.resolve("tool"), "#!/bin/sh\n");

        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> runner.run(List.of("./tool"), directory, Map.of(), LONG))
                .withMessage("The program \"./tool\" is not there or not executable.");
    }

    @Test
    void looksForAProgramOnThePathItIsGiven() throws IOException {
        Path tool = Files.writeString(directory.resolve("npu-tool"), "#!/bin/sh\necho found\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        CommandOutput output =
                runner.run(List.of("npu-tool"), Path.of("/"), Map.of("PATH", "/bin:/usr/bin:" + directory), LONG);

        assertThat(output.out()).isEqualTo("found\n");
    }

    @Test
    void saysThatItsDirectoryIsMissing() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> runner.run(List.of("sh"), directory.resolve("none"), Map.of(), LONG))
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT)
                .withMessageContaining("none");
    }

    @Test
    void endsTheCommandWhenItsThreadIsInterrupted() throws Exception {
        Path pid = directory.resolve("pid");
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            try {
                sh("echo $$ >pid.new; mv pid.new pid; sleep 300", LONG);
            } catch (OperatorException e) {
                failure.complete(e);
            }
        });
        caller.start();
        Await.until("the command runs", () -> Files.exists(pid));

        caller.interrupt();

        assertThat(failure.get()).isInstanceOf(OperatorException.class);
        long command = Long.parseLong(Files.readString(pid).strip());
        Await.until(command + " is dead", () -> dead(command));
    }

    private CommandOutput sh(String script, Duration timeout) {
        return runner.run(List.of("sh", "-c", script), directory, Map.of(), timeout);
    }

    private static boolean dead(long pid) {
        return ProcStat.read(Path.of("/proc"), pid).filter(stat -> !stat.dead()).isEmpty();
    }
}
