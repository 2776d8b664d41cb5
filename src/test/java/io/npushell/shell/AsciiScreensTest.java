package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.shell.view.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell under a locale that has only ASCII: nothing beyond it is shown, and what stands in columns stays there. */
@Timeout(120)
class AsciiScreensTest {
    private static final String ASCII = "[\\x00-\\x7f]*";

    private static final List<String> LINES = List.of(
            "help",
            "help findings",
            "help exit-codes",
            "profile list",
            "preset list",
            "profile diff qwen-14b qwen-7b",
            "use qwen-14b/sft",
            "show",
            "show --all",
            "set mbs 3",
            "set tp 3",
            "set epochs 3",
            "check",
            "plan",
            "launch --dry-run",
            "diff",
            "undo",
            "redo",
            "explain P07",
            "explain D05",
            "workspace status",
            "workspace fetch --dry-run",
            "doctor",
            "npus",
            "sessions",
            "data list",
            "container plan",
            "set master-addr '中文→é'",
            "set work-dir '/data/中文'",
            "use 没有",
            "set tpp 4",
            "unknown-command …",
            "set tp ＝ 4",
            "import 'MODEL_TYPE=14B RUN_TYPE=sft TP=8 PPP=1 sh scripts/qwen/qwen.sh'",
            "import ‘MODEL_TYPE=14B RUN_TYPE=sft sh scripts/qwen/qwen.sh’",
            "assume 5x8x910B3-64g");

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = {40, 80, Integer.MAX_VALUE})
    void nothingBeyondAsciiIsShown(int width) {
        ShellHarness shell = new ShellHarness(root, Map.of("LC_ALL", "C")).onTerminal(width);

        for (String line : lines(shell)) {
            ShellHarness.Result result = shell.run(line);
            assertThat(result.screen()).as(line).matches(ASCII);
            boolean copied = line.endsWith("--dry-run") || line.equals("container plan");
            String cut = copied ? "" : longerThan(width, result.screen());
            assertThat(cut).as("%s at %d columns", line, width).isEmpty();
        }
    }

    /** Lines that are too long though they could have been broken. */
    private static String longerThan(int width, String screen) {
        return screen.lines()
                .filter(line -> line.length() > width && !line.endsWith("\\"))
                .filter(line -> line.strip().replaceFirst("^.* ", "").length() <= width / 2)
                .findFirst()
                .orElse("");
    }

    @Test
    void linesThatOnlyChangeTheirSignsKeepTheirWidths() throws IOException {
        List<String> unicode = screens("C.UTF-8");
        clear();
        List<String> ascii = screens("POSIX");

        assertThat(ascii).hasSameSizeAs(unicode);
        int compared = 0;
        for (int i = 0; i < unicode.size(); i++) {
            String line = unicode.get(i);
            if (line.matches("[\\x00-\\x7f…·–−×÷“”’█░]*")) {
                assertThat(ascii.get(i)).as(line).hasSize(Text.width(line));
                compared += line.matches(ASCII) ? 0 : 1;
            }
        }
        assertThat(compared).isGreaterThan(30);
    }

    private List<String> screens(String locale) {
        ShellHarness shell = new ShellHarness(root, Map.of("LC_ALL", locale));
        List<String> screens = new ArrayList<>();
        for (String line : lines(shell)) {
            screens.addAll(shell.run(line).screen().lines().toList());
        }
        return screens;
    }

    /** The other shell is to find the same, so that its lines are as long. */
    private void clear() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(root)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<String> lines(ShellHarness shell) {
        List<String> lines = new ArrayList<>(LINES);
        shell.commandNames().forEach(name -> lines.add("help " + name));
        shell.services().catalog().all().forEach(parameter -> lines.add("explain " + parameter.name()));
        return lines;
    }

    @Test
    void jsonIsAsciiAndMeansTheSame() throws IOException {
        String lines = "use qwen-14b/sft; explain tp";
        String unicode = new ShellHarness(root, Map.of()).runJson(lines).out();
        String ascii =
                new ShellHarness(root, Map.of("LC_ALL", "C")).runJson(lines).out();

        assertThat(unicode).doesNotMatch(ASCII);
        assertThat(ascii).matches(ASCII).contains("\\u00d7");
        ObjectMapper mapper = new ObjectMapper();
        try (var expected = mapper.readerFor(Map.class).readValues(unicode);
                var read = mapper.readerFor(Map.class).readValues(ascii)) {
            assertThat(read.readAll()).isEqualTo(expected.readAll());
        }
    }

    @Test
    void thePromptItsMenusAndItsQuestionsAreAscii() throws IOException {
        ShellHarness shell = new ShellHarness(root, Map.of("LC_ALL", "C"));
        Files.createDirectories(shell.directory().resolve("dir-中文"));
        try (Keyboard keys = new Keyboard(shell, "xterm-256color")) {
            keys.enter("use qwen-14b/sft", "qwen-14b/sft");
            keys.enter("set tp 4; plan", "micro-batches");
            keys.type("set gbs", Keyboard.TAB, Keyboard.TAB).waitFor("gbs");
            keys.type(Keyboard.CTRL_C).waitFor("> ");
            keys.type("set tp ", Keyboard.TAB).waitFor("recommended");
            keys.type(Keyboard.CTRL_C).waitFor("> ");
            assertThat(keys.printed()).matches(ASCII);
        }
    }
}
