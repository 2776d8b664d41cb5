package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.RunType;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ScriptsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void keepsGoingWhereToldAndExitsWithTheFirstFailure() {
        Result result = shell.invoke("--keep-going", "-c", "assert 1 = 2; source gone; nonsense; echo end");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).isEqualTo("end\n");
        assertThat(result.err().lines().filter(line -> !line.startsWith("  try")))
                .hasSize(3);
    }

    @Test
    void whatAChangeBreaksIsShownOnceByTheCommandThatShowsFindings() {
        for (String shows : List.of("check", "plan", "check --json", "plan --json")) {
            Result result = shell.invoke("-c", "use qwen-14b; set mbs 3; echo between; " + shows);

            assertThat(result.out())
                    .as(shows)
                    .contains("between\n")
                    .containsOnlyOnce("P07")
                    .contains("set gbs 66");
            assertThat(result.err()).as(shows).isEqualTo("no profile → qwen-14b/pretrain\nmbs 2 → 3\n");
        }
        Result refused = shell.invoke("-c", "use qwen-14b; set mbs 3; launch");
        assertThat(refused.err()).containsOnlyOnce("P07").contains("mbs 2 → 3\n  error P07", "not launched: ");
        Result commands = shell.invoke("-c", "use qwen-14b; set mbs 5; plan --commands");
        assertThat(commands.err()).containsOnlyOnce("P07");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "; echo end", "; exit 7", "; assert 1 = 2", "; import 'nonsense'"})
    void whatAChangeBrokeIsSaidAtTheEndOfAScriptThatNeverLooks(String rest) {
        Result result = shell.invoke("-c", "use qwen-14b; set mbs 3" + rest);

        assertThat(result.err())
                .startsWith("no profile → qwen-14b/pretrain\nmbs 2 → 3\n")
                .containsOnlyOnce("P07")
                .endsWith("  error P07  global batch 64 is not divisible by 3 × 1 (micro batch × data parallel)\n"
                        + "             try: set mbs 2   or   set gbs 66\n");
    }

    @Test
    void whatIsMendedLaterInAScriptIsNotSaidAndWhatBreaksAgainIs() {
        assertThat(shell.invoke("-c", "use qwen-14b; set mbs 3; set gbs 66").err())
                .doesNotContain("P07");
        Result again = shell.invoke("-c", "use qwen-14b; set mbs 3; plan; set mbs 2; set mbs 3");
        assertThat(again.out()).containsOnlyOnce("P07");
        assertThat(again.err()).containsOnlyOnce("P07");
        Result elsewhere = shell.invoke("-c", "use qwen-14b; set mbs 3; use qwen-7b; set mbs 5");
        assertThat(elsewhere.err()).containsOnlyOnce("P07").contains("divisible by 5 ×");
    }

    @Test
    void scriptsFromFilesAndPipesAndImportsFollowTheSameRule() throws IOException {
        script("a.npu", "import 'MODEL_TYPE=14B RUN_TYPE=sft MBS=3 TP=8 PP=1 sh scripts/qwen/qwen.sh'\ncheck\n");

        assertThat(shell.invoke("run", "a.npu").err()).contains("I06").doesNotContain("P07");
        assertThat(shell.invokeWith("use qwen-14b; set mbs 5\ncheck\n").err()).doesNotContain("P07");
        assertThat(shell.invokeWith("use qwen-14b; set mbs 3\n").err()).containsOnlyOnce("P07");
        String imported = shell.invoke(
                        "import", "--dry-run", "MODEL_TYPE=14B RUN_TYPE=lora MBS=3 sh scripts/qwen/qwen.sh")
                .err();
        assertThat(imported).containsOnlyOnce("P07");
    }

    @Test
    void atThePromptEachChangeSaysAtOnceWhatItBreaks() {
        Result result = shell.run("use qwen-14b; set mbs 3; check");

        assertThat(result.err()).containsOnlyOnce("P07");
        assertThat(result.out()).containsOnlyOnce("P07");
    }

    @Test
    void readsVariablesFromTheCommandLine() throws IOException {
        script("a.npu", "echo ${ITERS:-100} $NAME\necho $NOBODY\n");

        Result result = shell.invoke("run", "a.npu", "--set", "NAME=two words");

        assertThat(result.out()).isEqualTo("100 two words\n");
        assertThat(result.err())
                .isEqualTo("a.npu:2: the variable 'NOBODY' is not set\n"
                        + "  try: --set NOBODY=VALUE   or   ${NOBODY:-default}\n");
        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void findsSourcedScriptsBesideTheOneThatNamesThem() throws IOException {
        script("sub/b.npu", "echo in $SCRIPT_DIR");
        script("sub/a.npu", "source b.npu; echo back in $SCRIPT_DIR");

        String sub = shell.directory().resolve("sub").toString();
        assertThat(shell.invoke("run", "sub/a.npu").out()).isEqualTo("in " + sub + "\nback in " + sub + "\n");
    }

    @Test
    void aFailureInsideASourcedScriptIsToldOnce() throws IOException {
        script("b.npu", "\nassert a = b");
        script("a.npu", "source b.npu\necho never");

        Result result = shell.invoke("run", "a.npu");

        assertThat(result.err()).isEqualTo("b.npu:2: assertion failed: a = b\n");
        assertThat(result.out()).isEmpty();
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void stopsScriptsThatSourceThemselves() throws IOException {
        script("a.npu", "source a.npu");

        Result result = shell.invoke("run", "a.npu");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("a.npu:1: 'a.npu' is more than 20 scripts deep");
    }

    @Test
    void exitEndsAScriptWithTheCodeSoFar() {
        assertThat(shell.invoke("-c", "echo a; exit; echo b")).isEqualTo(new Result(ExitCode.OK, "a\n", ""));
    }

    @Test
    void hostCommandsSeeVariablesAndTheirFailureIsOne() {
        shell.services().variables().set("X", "from us");

        Result result = shell.run("!echo \"$X\" | tr a-z A-Z; exit 0\n!exit 3\necho never");

        assertThat(result.out()).isEqualTo("FROM US\n");
        assertThat(result.err()).isEqualTo("'!exit 3' ended with exit code 3\n");
        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void runsCommandsOfAPipeLineByLine() {
        Result result = shell.invokeWith("echo 'a\nb'\necho c \\\n d\nassert 1 = 2\necho never\n");

        assertThat(result.out()).isEqualTo("a\nb\nc d\n");
        assertThat(result.err()).isEqualTo("stdin:5: assertion failed: 1 = 2\n");
    }

    @Test
    void anOpenQuoteIsToldWithTheLineItBeganOn() {
        assertThat(shell.invokeWith("echo a\necho 'b\necho c\n").err())
                .isEqualTo("stdin:2: a quote ' is not closed\n  try: close it on the same command\n");
    }

    @Test
    void errorsAreJsonWhereAskedFor() {
        String json =
                shell.invokeWith("echo a\nnonsense\n", "--json", "-f", "-").out();

        assertThat(json.replaceAll("\\s+", " "))
                .isEqualTo("a { \"schema\" : \"npu-shell/error/1\", \"ok\" : false, \"error\" : { \"code\" : \"usage\","
                        + " \"exit\" : 2, \"message\" : \"unknown command 'nonsense'\", \"remedy\" : \"help\","
                        + " \"file\" : \"stdin\", \"line\" : 2 } } ");
    }

    @Test
    void refusesAScriptThatIsNoText() throws IOException {
        Files.write(shell.directory().resolve("x.npu"), new byte[] {'e', (byte) 0xff, 0});

        assertThat(shell.invoke("run", "x.npu").err()).startsWith("'x.npu' is not UTF-8 text\n");
        assertThat(shell.invoke("run", ".").err()).startsWith("'.' cannot be read: it is a directory\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = a",
                "a == a",
                "1.0 = 1",
                "1e3 = 1000",
                "a != b",
                "1 < 2",
                "-2 <= -2",
                "10 > 9",
                "1.5 >= 1.5",
                "not a = b",
                "-d /",
                "-e /etc",
                "not -f /",
                "-n x",
                "-z ''"
            })
    void whatIsSoPasses(String expression) {
        assertThat(shell.run("assert " + expression)).isEqualTo(new Result(ExitCode.OK, "", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assert a = b            | FAILED | assertion failed: a = b",
                "assert 10 < 9           | FAILED | assertion failed: 10 < 9",
                "assert \"\" != \"\"     | FAILED | assertion failed: '' != ''",
                "assert not 1 = 1        | FAILED | assertion failed: not 1 = 1",
                "assert -f /nowhere      | FAILED | assertion failed: -f /nowhere",
                "assert a < b            | USAGE  | '<' compares numbers, not 'a' and 'b'",
                "assert a =~ b           | USAGE  | assert knows no '=~'",
                "assert a                | USAGE  | assert does not understand a",
            })
    void whatIsNotSoFails(String line, ExitCode exit, String message) {
        Result result = shell.run(line);

        assertThat(result.err().lines().findFirst()).contains(message);
        assertThat(result.exit()).isEqualTo(exit);
    }

    @Test
    void scriptsStartFromACleanBenchAndSaveNothingUnlessTold() {
        shell.workbench().change("a test", state -> state.use("mine", RunType.SFT));
        shell.wiring().keeper().save();

        Wiring clean = wiringAfter("-c", "echo a");
        Wiring shared = wiringAfter("--workbench", "-c", "echo a");

        assertThat(clean.services().workbench().state().title()).isEmpty();
        assertThat(shared.services().workbench().state().title()).isEqualTo("mine/sft");
    }

    @Test
    void oneShotsUseTheOperatorsBench() {
        shell.workbench().change("a test", state -> state.use("mine", RunType.SFT));
        shell.wiring().keeper().save();

        assertThat(wiringAfter("echo", "a").services().workbench().state().title())
                .isEqualTo("mine/sft");
    }

    @Test
    void aBenchThatCannotBeSavedIsTold() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "");
        ShellHarness unwritable = new ShellHarness(root, Map.of());
        Files.delete(unwritable.home());
        Files.move(file, unwritable.home());
        unwritable.workbench().change("a test", state -> state.use("mine", RunType.SFT));

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> unwritable.wiring().keeper().save())
                .hasMessage("the workbench cannot be saved as '"
                        + unwritable.home().resolve("workbench.json")
                        + "': a file stands where a directory is needed");
    }

    private Wiring wiringAfter(String... arguments) {
        Wiring wiring = new Wiring(shell.services().surroundings());
        java.io.PrintWriter nowhere = new java.io.PrintWriter(java.io.Writer.nullWriter());
        ExitCode exit = new Batch(
                        wiring, java.io.InputStream.nullInputStream(), io.npushell.shell.view.Output.of(nowhere))
                .run(InvocationReader.read(arguments));
        assertThat(exit).isEqualTo(ExitCode.OK);
        return wiring;
    }

    private void script(String name, String text) throws IOException {
        Path file = shell.directory().resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void whatIsQuotedInAFailureDoesNotSteerTheTerminal() {
        assertThat(new ShellHarness(root).run("'\u001b[2J\u009b5m'").err())
                .isEqualTo("unknown command '\\x1b[2J\\x9b5m'\n  try: help\n");
    }
}
