package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows of plans is what the shell prints; its training transcript is a recording and is not replayed. */
class ReadmeTest {
    private static final Pattern ONE_LINER =
            Pattern.compile("(?m)^\\$ \\./npu-shell -q -c '([^']+)'\\n((?:(?!```|\\$ ).*\\n)+)");

    @TempDir
    Path root;

    @Test
    void itsOneLinersPrintWhatItSays() throws IOException {
        Matcher matcher = ONE_LINER.matcher(Files.readString(Path.of("README.md")));
        List<String> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(matcher.group(1));

            assertThat(new ShellHarness(root.resolve("run" + found.size()))
                            .run(matcher.group(1))
                            .out())
                    .isEqualTo(matcher.group(2));
        }
        assertThat(found).isNotEmpty();
    }

    @Test
    void everyPageItLinksToIsThere() throws IOException {
        Matcher links = Pattern.compile("\\]\\(([^)#]+)\\)").matcher(Files.readString(Path.of("README.md")));
        while (links.find()) {
            assertThat(Path.of(links.group(1))).exists();
        }
    }
}
