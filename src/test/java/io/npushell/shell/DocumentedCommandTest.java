package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How pages are read, and that a difference between a page and the shell is seen. */
class DocumentedCommandTest {
    private static final Likeness EXACT = new Likeness(false);
    private static final Likeness VARYING = new Likeness(true);

    @TempDir
    Path root;

    @Test
    void readsListsOfCommandsWithWhatTheyAreFor() throws Exception {
        assertThat(commands(
                        "tail 13          follow it; Ctrl-C detaches",
                        "show 13 · note 13 \"two  blanks\" · wait 13",
                        "# nothing"))
                .extracting(DocumentedCommand::text)
                .containsExactly("tail 13", "show 13", "note 13 \"two  blanks\"", "wait 13");
        assertThat(commands("tail 13     follow it; Ctrl-C detaches").get(0).interrupted())
                .isTrue();
    }

    @Test
    void readsPromptsAndTheAnswersBelowThem() throws Exception {
        List<DocumentedCommand> commands =
                commands("$ ./npu-shell", "qwen-nano/pretrain*! › tail", "iter 1/2", "^Cdetached", "npu-shell › undo");

        assertThat(commands).extracting(DocumentedCommand::text).containsExactly("./npu-shell", "tail", "undo");
        assertThat(commands.get(1).answer()).containsExactly("iter 1/2", "detached");
        assertThat(commands).extracting(DocumentedCommand::answered).containsExactly(false, true, false);
        assertThat(commands).extracting(DocumentedCommand::interrupted).containsExactly(false, true, false);
        assertThat(commands).extracting(DocumentedCommand::onTerminal).containsExactly(false, true, true);
    }

    @Test
    void seesWhatDiffers() {
        assertThat(EXACT.difference(List.of("a  1", "b"), List.of("a 1", "b"))).isEmpty();
        assertThat(EXACT.difference(List.of("a 1"), List.of("a 2"))).isPresent();
        assertThat(EXACT.difference(List.of("a"), List.of("a", "b"))).contains("the page does not show: b");
        assertThat(EXACT.difference(List.of("a", "b"), List.of("a"))).contains("not printed: b");
        assertThat(EXACT.difference(List.of("…", "b … d", "…"), List.of("a", "b c d")))
                .isEmpty();
        assertThat(EXACT.difference(List.of("…", "b", "c"), List.of("b", "d", "b", "e"))
                        .orElseThrow())
                .contains("the page shows  c");
    }

    @Test
    void letsOnlyFiguresVary() {
        assertThat(VARYING.difference(
                        List.of(
                                "iter 29/100  ██████░░  29 %  loss 5.0266 ↓  1.0 s/it  ETA 74 s",
                                "2  20:23   1 s  48 MiB"),
                        List.of(
                                "iter 1/100  ░░░░░░░░  1 %  loss 7.1  10.5 s/it  ETA 1 h 2 min",
                                "14  12-01 02:39  2 min  1.5 GiB")))
                .isEmpty();
        assertThat(VARYING.difference(List.of("error P07  mbs 3"), List.of("error P08  mbs 3")))
                .isPresent();
        assertThat(VARYING.difference(List.of("Session 2 completed"), List.of("Session 2 failed")))
                .isPresent();
    }

    private List<DocumentedCommand> commands(String... lines) throws Exception {
        Path page = Files.writeString(
                root.resolve("page.md"),
                "text\n\n<!-- typed: embedded -->\n```\n" + String.join("\n", lines) + "\n```\n");
        return DocumentedCommand.of(DocumentedPage.read(page).blocks().get(0));
    }
}
