package io.npushell.shell.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    private static final CommandDoc LAUNCH = CommandDoc.named("launch", CommandGroup.SESSIONS, "start")
            .arguments("ID [VALUE]", 1, 2)
            .flag("dry-run", "only say")
            .option(new OptionDoc("lines", "n", "COUNT", "how many", false))
            .repeatable("accept", "CODE", "lift a finding")
            .build();

    @Test
    void tellsOptionsFromArgumentsWhereverTheyStand() {
        Words words = read("--accept", "P04", "13", "--dry-run", "--accept=P07", "-n", "5");

        assertThat(words.arguments()).containsExactly("13");
        assertThat(words.options("accept")).containsExactly("P04", "P07");
        assertThat(words.flag("dry-run")).isTrue();
        assertThat(words.number("lines", 1)).contains(5L);
        assertThat(words.find(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-1.25e-6", "-.5", "-", "lr=-1", "a=--b"})
    void takesNegativeNumbersAndAssignmentsForArguments(String word) {
        assertThat(read("lr", word).arguments()).containsExactly("lr", word);
    }

    @Test
    void endsOptionsAtTwoDashes() {
        assertThat(read("--", "--dry-run").arguments()).containsExactly("--dry-run");
    }

    @Test
    void refusesAnUnknownOptionAndNamesANearOne() {
        refuses("launch has no option '--dryrun'; did you mean '--dry-run'?", "1", "--dryrun");
        refuses("launch has no option '-x'", "1", "-x");
    }

    @Test
    void refusesWrongNumbersOfArgumentsAndValues() {
        refuses("launch needs ID [VALUE]");
        refuses("launch takes no 'c'", "a", "b", "c");
        refuses("--lines needs COUNT", "1", "--lines");
        refuses("--lines needs COUNT", "1", "--lines", "--dry-run");
        refuses("--dry-run takes no value, not 'yes'", "1", "--dry-run=yes");
        refuses("--lines is given twice", "1", "-n5", "--lines", "6");
        assertThatThrownBy(() -> read("1", "-n", "0").number("lines", 1))
                .hasMessage("--lines '0' is not a whole number of at least 1");
    }

    @Test
    void takesAnotherProgramsOptionsAsThatDoes() {
        CommandDoc prepare = CommandDoc.named("prepare", CommandGroup.DATA, "prepare")
                .option("keys", "COLUMN…", "columns")
                .option("tokenizer-name", "DIR", "directory")
                .flag("json", "as JSON")
                .flag("split-long", "ours alone")
                .upstream(
                        List.of("keys", "tokenizer-name"),
                        List.of(
                                new OptionDoc("tokenizer-fast", "", "", "", false),
                                new OptionDoc("log", "", "N", "", false)))
                .build();

        Words words =
                Words.read(prepare, List.of("--ke", "text", "title", "--tokenizer-n=d", "--lo", "9", "--tokenizer-f"));
        assertThat(words.options("keys")).containsExactly("text", "title");
        assertThat(words.option("tokenizer-name")).contains("d");
        assertThat(prepare.usageLine()).doesNotContain("--log");
        assertThat(Words.read(prepare, List.of("--keys=a", "--json")).options("keys"))
                .containsExactly("a");
        assertThatThrownBy(() -> Words.read(prepare, List.of("--tokenizer", "d")))
                .hasMessage("--tokenizer is the beginning of --tokenizer-fast, --tokenizer-name");
        assertThatThrownBy(() -> Words.read(prepare, List.of("--split")))
                .hasMessage("prepare has no option '--split'; did you mean '--split-long'?");
        assertThatThrownBy(() -> Words.read(prepare, List.of("--keys", "--json")))
                .hasMessage("--keys needs COLUMN…");
        assertThatThrownBy(() -> Words.read(prepare, List.of("--lo", "1", "--log", "2")))
                .hasMessage("--log is given twice");
    }

    @Test
    void freeWordsHaveNoOptions() {
        CommandDoc echo = CommandDoc.named("echo", CommandGroup.SHELL, "print")
                .freeWords("[WORD …]", 0)
                .build();

        assertThat(Words.read(echo, List.of("--x", "--", "-n")).arguments()).containsExactly("--x", "--", "-n");
    }

    private static Words read(String... words) {
        return Words.read(LAUNCH, List.of(words));
    }

    private static void refuses(String message, String... words) {
        assertThatThrownBy(() -> read(words)).isInstanceOfSatisfying(OperatorException.class, e -> {
            assertThat(e).hasMessage(message);
            assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(e.remedy()).contains(LAUNCH.usageLine());
        });
    }
}
