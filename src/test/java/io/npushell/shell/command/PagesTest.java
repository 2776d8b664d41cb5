package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.plan.FindingCatalog;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages under docs/ are found from README, link to what is there, and name variables, codes and commands that exist. */
class PagesTest {
    private static final Path DOCS = Path.of("docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]*)(#[^)\\s]*)?\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\bNPU_SHELL_[A-Z_]+");

    @TempDir
    Path root;

    @Test
    void everyPageIsLinkedFromTheReadme() throws IOException {
        Set<Path> linked = links(Path.of("README.md")).collect(Collectors.toSet());

        assertThat(linked).containsAll(pages());
    }

    @Test
    void noLinkIsDead() throws IOException {
        List<Path> from = new ArrayList<>(pages());
        from.add(Path.of("README.md"));
        for (Path page : from) {
            assertThat(links(page)).as("links of %s", page).allMatch(Files::exists);
        }
    }

    @Test
    void thePageOfStateNamesExactlyOurVariables() throws IOException {
        Set<String> used = new TreeSet<>(names(VARIABLE, Files.readString(Path.of("npu-shell"))));
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                used.addAll(names(VARIABLE, Files.readString(file, StandardCharsets.UTF_8)));
            }
        }

        assertThat(names(VARIABLE, Files.readString(DOCS.resolve("state.md")))).isEqualTo(used);
    }

    @Test
    void troubleshootingHasEveryExitCode() throws IOException {
        Set<String> known =
                Arrays.stream(ExitCode.values()).map(code -> "" + code.code()).collect(Collectors.toSet());

        assertThat(names(Pattern.compile("(?m)^\\| (\\d+) \\|"), trouble())).isEqualTo(known);
    }

    @Test
    void troubleshootingNamesFindingsThatExist() throws IOException {
        Set<String> known =
                FindingCatalog.all().stream().map(FindingCatalog.Entry::code).collect(Collectors.toSet());

        assertThat(names(Pattern.compile("\\b([PDWORMCS]\\d\\d)\\b"), trouble()))
                .isNotEmpty()
                .isSubsetOf(known);
    }

    @Test
    void troubleshootingCallsFailuresWhatTheCatalogueCallsThem() throws IOException {
        String catalogue = Files.readString(Path.of("src/main/resources/io/npushell/trainlog/failures.txt"));
        for (String title : List.of(
                "NPU out of memory",
                "NPU memory held by another",
                "host out of memory",
                "shared memory too small",
                "disk full",
                "checkpoint cut short or damaged",
                "a peer stopped answering",
                "ranks did not find each other",
                "CANN environment not set")) {
            assertThat(catalogue).contains("\ntitle " + title + "\n");
            assertThat(trouble()).contains(title);
        }
    }

    @Test
    void troubleshootingTellsCommandsThatExist() throws IOException {
        Commands commands = new ShellHarness(root).commands();
        for (String line :
                trouble().lines().filter(each -> each.startsWith("| ")).toList()) {
            String told = line.substring(0, line.length() - 2).replaceAll(".* \\| ", "");
            for (String typed : names(Pattern.compile("`([a-z][^`]*)`"), told)) {
                if (typed.startsWith("try") || typed.endsWith(".txt")) {
                    continue;
                }
                List<String> words = List.of(typed.split(" "));
                Commands.Match match = commands.find(words).orElseThrow(() -> new AssertionError(typed));
                Words.read(match.command().doc(), words.subList(match.nameWords(), words.size()));
            }
        }
    }

    private static String trouble() throws IOException {
        return Files.readString(DOCS.resolve("troubleshooting.md"));
    }

    private static Set<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(DOCS)) {
            return files.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toSet());
        }
    }

    /** The files that a page links to, as seen from here. Fences hold what is typed, not links. */
    private static Stream<Path> links(Path page) throws IOException {
        String text = Files.readString(page).replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
        return LINK.matcher(text)
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.isEmpty() && !target.contains("://"))
                .map(target -> page.resolveSibling(target).normalize());
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
