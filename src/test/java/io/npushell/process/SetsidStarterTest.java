package io.npushell.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SetsidStarterTest {
    @TempDir
    Path directory;

    @Test
    void startsInASessionOfItsOwnWithNoStreamOfOurs() throws Exception {
        String script = "streams=$(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2);"
                + " { cut -d ' ' -f 5,6 /proc/$$/stat; echo $$; printf '%s\\n' \"$streams\" \"$1\"; } >facts.new;"
                + " mv facts.new facts";

        new SetsidStarter().start(List.of("sh", "-c", script, "sh", "two words $x"), directory);

        Path facts = directory.resolve("facts");
        Await.until("it ran", () -> Files.exists(facts));
        List<String> lines = Files.readAllLines(facts);
        String pid = lines.get(1);
        assertThat(lines).containsExactly(pid + " " + pid, pid, "/dev/null", "/dev/null", "/dev/null", "two words $x");
    }

    @Test
    void returnsAtOnce() {
        long before = System.nanoTime();

        new SetsidStarter().start(List.of("sleep", "2"), directory);

        assertThat(System.nanoTime() - before).isLessThan(1_900_000_000L);
    }

    @Test
    void namesAProgramThatIsMissing() {
        assertThatExceptionOfType(OperatorException.class)
                .isThrownBy(() -> new SetsidStarter().start(List.of("no-such-program"), directory))
                .withMessage("The program \"no-such-program\" is not on the PATH of this machine.")
                .matches(e -> e.exitCode() == ExitCode.ENVIRONMENT);
    }
}
