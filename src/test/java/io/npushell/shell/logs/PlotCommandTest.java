package io.npushell.shell.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PlotCommandTest {
    @TempDir
    Path root;

    private Path one;
    private Path two;

    @BeforeEach
    void logs() throws IOException {
        one = log("one.log", 10);
        two = log("two.log", 9);
    }

    @Test
    void drawsLossAndSpeed() {
        Result result = new ShellHarness(root).run("plot '" + one + "' --seq-length 1000 --world-size 8");

        assertThat(result.exit()).as(result.err()).isEqualTo(ExitCode.OK);
        assertThat(result.outLines())
                .contains("loss", "tokens/s/p")
                .anyMatch(line -> line.matches(".*[⠁-⣿]+.*"))
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void drawsTheTimeWhereTokensAreUnknown() {
        assertThat(new ShellHarness(root).run("plot '" + one + "'").outLines()).contains("seconds per iteration");
    }

    @Test
    void fitsATerminalAndKeepsToAsciiWhereThatIsAllItHas() {
        ShellHarness dumb = new ShellHarness(root, Map.of("TERM", "dumb")).onTerminal(50);
        Result result = dumb.run("plot '" + one + "' '" + two + "' --metric loss");

        assertThat(result.outLines()).allMatch(line -> line.length() <= 50);
        assertThat(result.out()).matches("[\\x00-\\x7f]*").contains("* one.log   + two.log");
        assertThat(new ShellHarness(root, Map.of("LC_ALL", "C"))
                        .run("plot '" + one + "'")
                        .out())
                .matches("[\\x00-\\x7f]*");
    }

    @Test
    void writesCsv() throws IOException {
        Result result = new ShellHarness(root)
                .run("plot '" + one + "' '" + two + "' --csv --from 2 --to 2 --seq-length 1000 --world-size 8");

        assertThat(result.out()).isEqualTo("""
                source,iteration,loss,elapsed_ms,tokens_per_second_per_device,learning_rate,grad_norm
                one.log,2,8.0,1000.0,8000.0,1.0E-6,2.5
                two.log,2,7.0,1000.0,8000.0,1.0E-6,2.5
                """);
        Result file = new ShellHarness(root).run("plot '" + one + "' --csv '" + root.resolve("out.csv") + "'");
        assertThat(file.out()).isEmpty();
        assertThat(Files.readAllLines(root.resolve("out.csv"))).hasSize(21).contains("one.log,5,,1000.0,,1.0E-6,");
    }

    @Test
    void writesSvgToStandardOutputOrAFile() {
        ShellHarness shell = new ShellHarness(root);

        assertThat(shell.run("plot '" + one + "' --svg").out())
                .startsWith("<svg ")
                .endsWith("</svg>\n");
        assertThat(shell.run("plot --svg '" + one + "'").out()).startsWith("<svg ");
        assertThat(shell.run("plot '" + one + "' --svg curve.svg").out()).isEmpty();
        assertThat(shell.directory().resolve("curve.svg")).content().contains(">loss</text>");
        assertThat(shell.run("plot '" + one + "' --svg=/nowhere/x").exit()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void givesPointsAsJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(new ShellHarness(root)
                        .run("plot '" + one + "' --json --metric grad-norm")
                        .out());

        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/plot/1");
        JsonNode points = json.get("charts").get(0).get("series").get(0).get("points");
        assertThat(points).hasSize(20);
        assertThat(points.get(4).get("value").isNull()).isTrue();
    }

    @Test
    void refusesWhatItCannotDraw() throws IOException {
        Path empty = Files.writeString(root.resolve("empty.log"), "nothing\n");
        ShellHarness shell = new ShellHarness(root);

        assertThat(shell.run("plot '" + empty + "'").exit()).isEqualTo(ExitCode.FAILED);
        assertThat(shell.run("plot '" + one + "' --metric los").err()).contains("is none of loss, speed, time");
        assertThat(shell.run("plot '" + one + "' --width 99999999999999 --height 99999999999 --metric loss")
                        .exit())
                .isEqualTo(ExitCode.OK);
        assertThat(shell.run("plot '" + one + "' --width 3").exit()).isEqualTo(ExitCode.USAGE);
    }

    private Path log(String name, double first) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= 20; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    " iteration %8d/      20 | elapsed time per iteration (ms): 1000.0 | learning rate: 1.000E-06 | global batch size:    64 |%s%n",
                    i,
                    i == 5
                            ? " grad norm: nan |"
                            : String.format(Locale.ROOT, " lm loss: %.6E | grad norm: 2.500 |", first - i)));
        }
        return Files.writeString(root.resolve(name), text);
    }
}
