package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FindingCatalogTest {
    @Test
    void hasEachCodeOnceInOrder() {
        List<String> codes =
                FindingCatalog.all().stream().map(FindingCatalog.Entry::code).toList();

        assertThat(codes).doesNotHaveDuplicates().allMatch(code -> code.matches("[PDWORMCS]\\d\\d"));
        for (String letter : List.of("P", "D", "W", "O", "R", "M", "C", "S")) {
            assertThat(codes.stream().filter(code -> code.startsWith(letter)))
                    .isNotEmpty()
                    .isSorted();
        }
    }

    @Test
    void acceptsOnlyWhatAScriptCouldMakeWork() {
        assertThatCode(() -> FindingCatalog.checkAcceptable(Set.of("P04", "S02")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> FindingCatalog.checkAcceptable(Set.of("P07")))
                .isInstanceOfSatisfying(
                        OperatorException.class,
                        refusal -> assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessage(
                        "'P07' (Global batch, micro batch and data parallel) cannot be accepted: no script can make it work");
        assertThatThrownBy(() -> FindingCatalog.checkAcceptable(Set.of("X99")))
                .hasMessage("'X99' is no code of a finding");
        assertThatThrownBy(() -> FindingCatalog.checkAcceptable(Set.of("M03X")))
                .hasMessageStartingWith("'M03X' is no code of a finding; did you mean M03");
    }

    @Test
    void documentsAllOfThem() throws IOException {
        Golden.assertMatches(Path.of("docs/findings.md"), page());
    }

    private static String page() {
        StringBuilder page = new StringBuilder("""
                # Findings

                What `check` and `plan` can find. An error keeps `launch` from starting; warnings and advice do not. Errors marked *liftable* depend on
                the private training scripts: `launch --accept CODE` starts anyway, and the session records it.

                <!-- Written by FindingCatalogTest from the rules themselves: ./mvnw test -Dtest=FindingCatalogTest -Dgolden.update=true -->
                """);
        String field = "";
        for (FindingCatalog.Entry entry : FindingCatalog.all()) {
            String next = entry.code().substring(0, 1);
            if (!next.equals(field)) {
                field = next;
                page.append("\n## ").append(title(field)).append("\n\n| code | what | why |\n|---|---|---|\n");
            }
            page.append("| ")
                    .append(entry.code())
                    .append(" | ")
                    .append(entry.title())
                    .append(entry.liftable() ? " (*liftable*)" : "")
                    .append(" | ")
                    .append(entry.explanation().replace("|", "\\|"))
                    .append(entry.steps().contains(Step.Kind.DATA) ? " Keeps `data prepare` from starting too." : "")
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String title(String field) {
        return switch (field) {
            case "P" -> "P: parallelism and batch";
            case "D" -> "D: data";
            case "W" -> "W: weights and tokenizer";
            case "O" -> "O: output and disk";
            case "R" -> "R: resuming";
            case "M" -> "M: machine and nodes";
            case "C" -> "C: container";
            case "S" -> "S: script and settings";
            default -> throw new IllegalArgumentException(field);
        };
    }

    @Test
    void explainsInFullSentences() {
        assertThat(FindingCatalog.all()).allSatisfy(entry -> {
            assertThat(entry.explanation()).endsWith(".");
            assertThat(entry.title()).doesNotEndWith(".");
        });
        assertThat(FindingCatalog.all().stream()
                        .map(FindingCatalog.Entry::title)
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(FindingCatalog.all());
    }
}
