package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spring Shell 4.0.1 would do wrong (reference: its runner, parser and input), and we do not. Ctrl-C and completion: {@link ConversationTest}. */
class SpringShellTrapsTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    @Test
    void aPrefixOfACommandIsUnknownAndFails() {
        Result result = shell.invoke("ech");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).isEqualTo("unknown command 'ech'\n  try: echo\n");
    }

    @Test
    void anUnknownCommandGivesOneSentenceWithoutATrace() {
        Result result = shell.invoke("frobnicate");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("unknown command 'frobnicate'\n  try: help\n");
    }

    @Test
    void wordsOfAOneShotKeepTheirBlanksAndQuotes() {
        assertThat(shell.invoke("echo", "a  b", "'c", "\"", "$HOME", ";", "#x").out())
                .isEqualTo("a  b 'c \" $HOME ; #x\n");
    }

    @Test
    void singleQuotesAndBackslashesQuote() {
        assertThat(shell.run("echo 'x  y' a\\  b").out()).isEqualTo("x  y a  b\n");
    }

    @Test
    void negativeNumbersAreArguments() {
        assertThat(shell.run("assert -1 < 2; assert -1.5e-3 != 1").exit()).isEqualTo(ExitCode.OK);
        assertThat(shell.invoke("source", "-1").err()).startsWith("no script '-1'");
    }

    @Test
    void aMissingArgumentIsAUsageErrorNotAnEmptyWord() {
        Result result = shell.invoke("source");

        assertThat(result.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).isEqualTo("source needs FILE\n  try: help source   usage: source FILE\n");
    }

    @Test
    void anOptionWithoutItsValueOrUnknownFails() {
        assertThat(shell.invoke("help", "--frob").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void leadingBlanksDoNotMatter() {
        assertThat(shell.run("   echo a").out()).isEqualTo("a\n");
    }

    @Test
    void commentsAndBlankLinesRunNothingAndEndNothing() throws IOException {
        Path script = script("# first\n\n  # second\necho a # third\n\n\necho b\n");

        assertThat(shell.invoke("run", script.toString()).out()).isEqualTo("a\nb\n");
    }

    @Test
    void aScriptEndingInABackslashKeepsItsLastCommand() throws IOException {
        assertThat(shell.invoke("run", script("echo a\necho b \\").toString()).out())
                .isEqualTo("a\nb\n");
        assertThat(shell.invokeWith("echo a\necho b\\", "-f", "-").out()).isEqualTo("a\nb\n");
    }

    @Test
    void aFailingLineEndsTheScriptWithItsOwnExitCodeAndPlace() throws IOException {
        Path script = script("echo a\n\nsource gone.npu\necho never\n");

        Result result = shell.invoke("run", script.toString());

        assertThat(result.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.out()).isEqualTo("a\n");
        assertThat(result.err()).isEqualTo(script + ":3: no script 'gone.npu'\n  try: ls " + shell.directory() + "\n");
    }

    @Test
    void aMissingScriptFileFails() {
        Result result = shell.invoke("run", "missing.npu");

        assertThat(result.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(result.err()).startsWith("no script 'missing.npu'\n");
    }

    @Test
    void thousandsOfCommentsAreNoDeepRecursion() throws IOException {
        assertThat(shell.invoke(
                                "run",
                                script("# x\n\n".repeat(20_000) + "echo end").toString())
                        .out())
                .isEqualTo("end\n");
    }

    @Test
    void helpOfACommandIsNeverEmpty() {
        shell.wiring().commands().all().forEach(command -> {
            Result result = shell.run(command.doc().name() + " --help");

            assertThat(result.exit()).isEqualTo(ExitCode.OK);
            assertThat(result.out())
                    .startsWith(command.doc().name())
                    .contains(command.doc().summary(), "usage");
        });
    }

    @Test
    void noLogAppearsInTheCurrentDirectory() {
        shell.invoke("echo", "a");
        shell.run("nonsense; echo b");

        assertThat(shell.directory()).isEmptyDirectory();
    }

    private Path script(String text) throws IOException {
        return Files.writeString(shell.directory().resolve("script.npu"), text);
    }
}
