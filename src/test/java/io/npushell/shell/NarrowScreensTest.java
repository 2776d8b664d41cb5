package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.view.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many screens on narrow terminals: no line is broken by the terminal within a word that would fit a line. */
class NarrowScreensTest {
    private static final List<String> LINES = List.of(
            "help",
            "help training",
            "help all",
            "help I14",
            "help findings",
            "help exit-codes",
            "profile list",
            "use qwen-14b/sft",
            "show",
            "show --all",
            "set mbs 3",
            "check",
            "plan",
            "undo",
            "diff",
            "explain tp",
            "explain seq-len",
            "explain P07",
            "explain W01",
            "profile show qwen-14b",
            "workspace status",
            "doctor",
            "npus",
            "sessions",
            "launch --accept Z99",
            "set tpp 4",
            "unknown-command",
            "import 'MODEL_TYPE=14B RUN_TYPE=sft TP=8 PPP=1 sh scripts/qwen/qwen.sh'",
            "assume 5x8x910B3-64g",
            "preset list");

    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(ints = {40, 60, 80})
    void noWordIsBrokenAtTheEdge(int width) {
        ShellHarness wide = new ShellHarness(root.resolve("wide"));
        ShellHarness narrow = new ShellHarness(root.resolve("wide")).onTerminal(width);
        Set<String> pages = new TreeSet<>(LINES);
        narrow.commandNames().forEach(name -> pages.add("help " + name));
        List<String> lines = new ArrayList<>(LINES);
        pages.removeAll(LINES);
        lines.addAll(pages);

        for (String line : lines) {
            wide.run(line);
            ShellHarness.Result result = narrow.run(line);
            for (String shown : (result.out() + result.err()).split("\n")) {
                assertThat(Text.width(shown) <= width || cannotBeBroken(shown, width))
                        .as("%s at %d columns: %s", line, width, shown)
                        .isTrue();
            }
        }
    }

    /** It ends in a word of half a line or more, which does not fit behind every indent: a path or a variable, which stays whole to be copied. */
    private static boolean cannotBeBroken(String shown, int width) {
        if (shown.endsWith("\\")) {
            return true; // a command to be copied has line ends of its own
        }
        String last = shown.strip().replaceFirst("^.* ", "");
        return Text.width(last) > width / 2 && Text.width(shown.strip()) - Text.width(last) < width;
    }
}
