package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.view.Channel;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Place;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BugsTest {
    @TempDir
    Path home;

    private final StringWriter err = new StringWriter();

    @Test
    void aBugIsOneLineAndATraceInAFile() {
        assertThat(run(Map.of())).isEqualTo(ExitCode.BUG);

        Path trace = home.resolve("last-bug.txt");
        assertThat(err)
                .hasToString("a.npu:3: a bug in npu-shell (IllegalStateException: oops)\n  try: report it with " + trace
                        + "\n");
        assertThat(trace).content().contains("npu-shell 0.1.0", "command: broken", "at io.npushell");
    }

    @Test
    void theTraceIsShownToWhoDebugs() {
        run(Map.of("NPU_SHELL_DEBUG", "1"));

        assertThat(err.toString()).contains("java.lang.IllegalStateException: oops");
    }

    private ExitCode run(Map<String, String> environment) {
        Surroundings surroundings = new Surroundings(Clock.systemUTC(), environment, home, home, home, "0.1.0");
        Output out = new Output(Channel.plain(new StringWriter()), Channel.plain(err), () -> 80, false, false);
        return new Dispatcher(new Commands(List.of(new Broken())), new Bugs(surroundings), () -> {})
                .run(List.of("broken", "--", "secret"), new Place("a.npu", 3), out);
    }

    private static final class Broken extends OperatorCommand {
        Broken() {
            super(CommandDoc.named("broken", CommandGroup.SHELL, "fail")
                    .arguments("[X]", 0, 1)
                    .build());
        }

        @Override
        protected ExitCode run(Words words, Output out) {
            throw new IllegalStateException("oops");
        }
    }
}
