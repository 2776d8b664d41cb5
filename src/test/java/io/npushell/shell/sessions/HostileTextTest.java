package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.session.Session;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a colleague's record, log or file name holds, on the way to the terminal. */
class HostileTextTest {
    private static final String HOSTILE = "x\u001b]52;c;cHduZWQ=\u0007\u009b2J\u202ey";
    private static final String SHOWN = "x\\x1b]52;c;cHduZWQ=\\x07\\x9b2J\\u202ey";
    private static final String STEERS = "[\\p{Cntrl}\u0080-\u009f\u202e&&[^\n\t]]";

    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void aSessionOfAColleague() throws IOException {
        shell = new ShellHarness(root);
        Session session = RecordedSession.in(shell)
                .named(HOSTILE, HOSTILE + "\nforged")
                .logged(
                        "\u001b[31mRuntimeError: NPU out of memory\u001b[0m " + HOSTILE,
                        "\u001b]0;T\u0007\u001b[2Jlast")
                .ended(1)
                .create();
        assertThat(session.directory()).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions",
                "show 1",
                "show 1 --json",
                "sessions --json",
                "tail 1",
                "perf 1",
                "plot 1",
                "checkpoints 1",
                "log 1"
            })
    void steersNothing(String command) {
        ShellHarness.Result seen = shell.onTerminal(120).run(command);

        // the status line is taken away by a sequence of our own
        assertThat(seen.screen().replace("\r\u001b[K", "")).isNotBlank().doesNotContainPattern(STEERS);
    }

    @Test
    void isSpelledOutInAPipeTooWhereItIsShown() {
        assertThat(shell.run("sessions").out()).contains(SHOWN).doesNotContainPattern(STEERS);
        assertThat(shell.run("show 1").out()).contains(SHOWN).doesNotContainPattern(STEERS);
    }

    @Test
    void aLogIsCopiedByteForByteIntoAPipeAndOnlyAskedForToATerminal() {
        String last = "\u001b]0;T\u0007\u001b[2Jlast\n";

        assertThat(shell.run("log 1 --lines 1").out()).isEqualTo(last);
        assertThat(shell.onTerminal(80).run("log 1 --lines 1 --raw").out()).isEqualTo(last);
        assertThat(shell.onTerminal(80).run("log 1 --lines 1").out()).isEqualTo("last\n");
        assertThat(shell.onTerminal(80).run("log 1 --lines 1 --follow").out()).isEqualTo("last\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "use '%s'",
                "show '%s'",
                "set '%s' 1",
                "set tp '%s'",
                "preset load '%s'",
                "perf './%s'",
                "data inspect '%s'",
                "run '%s'"
            })
    void aMessageThatQuotesSteersNothing(String command) {
        ShellHarness.Result told = shell.onTerminal(120).run("use qwen-14b; " + String.format(command, HOSTILE));

        assertThat(told.err()).isNotBlank();
        assertThat(told.screen()).doesNotContainPattern(STEERS);
    }

    @Test
    void wordsForAnotherProgramAreByteForByteInAPipeAndSpelledOutOnATerminal() {
        assertThat(shell.run("echo '" + HOSTILE + "'").out()).isEqualTo(HOSTILE + "\n");
        assertThat(shell.onTerminal(80).run("echo '" + HOSTILE + "'").out()).isEqualTo(SHOWN + "\n");
    }

    @Test
    void completionOffersNoFileNameThatSteers() throws IOException {
        Files.createFile(shell.directory().resolve(HOSTILE + ".log"));
        Files.createFile(shell.directory().resolve("xplain.log"));

        assertThat(shell.suggestions("perf x"))
                .anyMatch(each -> each.value().contains("xplain"))
                .noneMatch(each -> each.value().contains("\u001b"));
    }
}
