package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.shell.ShellHarness;
import io.npushell.shell.command.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Tab offers for arguments and options of the commands; | is the cursor. The menu keeps only what begins as typed. */
class CompletionTablesTest {
    @TempDir
    static Path root;

    private static ShellHarness shell;

    @BeforeAll
    static void makeAWorld() throws IOException {
        shell = new ShellHarness(root);
        RecordedSession.in(shell).trained(1, 100).ended(0).create();
        RecordedSession.in(shell)
                .of("qwen-14b", "pretrain")
                .trained(1, 50)
                .ended(1)
                .create();
        RecordedSession.in(shell).trained(1, 60).running().create();
        shell.run("use qwen-nano; set mbs 2; preset save fast; use qwen-14b/pretrain; set seed 7");
        Files.createDirectories(shell.directory().resolve("data"));
        Files.writeString(shell.directory().resolve("tales.jsonl"), "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "set tp |                    ; 8 4 2 1 5",
                "set t|                      ; tokenizer-path tp train-iters threads",
                "set tp=|                    ; tp=8 tp=4 tp=2 tp=1 tp=5",
                "set TP=4 append-eod |       ; off on",
                "set lr -|                   ; ",
                "set run-type |              ; pretrain retrain sft lora",
                "unset |                     ; seed",
                "explain wa|                 ; warmup-fraction",
                "use qwen-14b/|              ; qwen-14b/pretrain qwen-14b/retrain qwen-14b/sft qwen-14b/lora",
                "use q|                      ; qwen-14b qwen-72b qwen-7b qwen-nano",
                "preset use |                ; fast",
                "preset export fast |        ; data/ tales.jsonl",
                "preset import t|            ; tales.jsonl",
                "profile diff glm3-6b q|     ; qwen-14b qwen-72b qwen-7b qwen-nano",
                "profile check t|            ; tales.jsonl",
                "profile new my --from glm|  ; glm3-6b glm3-nano",
                "resume |                    ; 2 1",
                "resume 2 --set tp=|         ; tp=8 tp=4 tp=2 tp=1 tp=5",
                "resume 2 --set mb|          ; mbs=",
                "resume 2 --|                ; --to --more --set --dry-run --wait --no-verify --name --note --accept"
                        + " --json --help",
                "stop |                      ; 3",
                "wait |                      ; 3",
                "tail |                      ; 3 2 1",
                "show 3|                     ; 3",
                "show see|                   ; seed",
                "log 3 --lines |             ; ",
                "sample |                    ; 3 1",
                "sessions --state st|        ; starting stopping stopped",
                "sessions --run-type |       ; pretrain retrain sft lora",
                "sessions --profile glm|     ; glm3-6b glm3-nano",
                "set raw-input t|            ; tales.jsonl",
                "set raw-input=d|            ; raw-input=data/",
                "set work-dir=d|             ; work-dir=data/",
                "set model-path session:|    ; session:3 session:2 session:1",
                "assume 2|                   ; 2x8x910B3-64g",
            })
    void offers(String line, String values) {
        String typed = line.substring(0, line.indexOf('|'));
        String word = typed.substring(typed.lastIndexOf(' ') + 1);
        List<String> expected = values == null ? List.of() : List.of(values.split(" "));

        assertThat(shell.suggestions(typed))
                .extracting(Suggestion::value)
                .filteredOn(value -> value.startsWith(word))
                .containsExactlyElementsOf(expected);
    }

    @Test
    void saysWhy() {
        assertThat(shell.suggestions("set tp "))
                .extracting(Suggestion::description)
                .containsExactly(
                        "recommended by the manual, current",
                        "legal: heads 40, layers 40",
                        "legal: heads 40, layers 40",
                        "legal: heads 40, layers 40",
                        "not legal: feed-forward width 13696 is not divisible by 5");
        assertThat(shell.suggestions("resume "))
                .extracting(Suggestion::description)
                .containsExactly("qwen-14b/pretrain, failed, 50/100", "qwen-nano/pretrain, completed, 100/100");
        assertThat(shell.suggestions("use qwen-14b/"))
                .extracting(Suggestion::description)
                .containsExactly(
                        "from random weights",
                        "go on from a checkpoint",
                        "fine-tune all weights",
                        "fine-tune a low-rank adapter");
    }

    @Test
    void onlyFindingsThatCanBeLiftedAreOfferedToAccept() {
        List<Suggestion> offered = shell.suggestions("launch --accept ");

        assertThat(offered).extracting(Suggestion::value).contains("P04", "O02").doesNotContain("P07", "D01");
        assertThat(shell.suggestions("plan --accept ")).isEqualTo(offered);
        assertThat(shell.suggestions("resume 1 --accept ")).isEqualTo(offered);
    }

    @Test
    void withoutAProfileNamesAndKindsAreOfferedStill() {
        ShellHarness empty = new ShellHarness(root.resolve("other"));

        assertThat(empty.suggestions("set "))
                .extracting(Suggestion::value)
                .contains("tp", "lr", "work-dir")
                .doesNotContain("model-type");
        assertThat(empty.suggestions("set append-eod "))
                .extracting(Suggestion::value)
                .containsExactly("on", "off");
        assertThat(empty.suggestions("resume ")).isEmpty();
    }
}
