package io.npushell.shell;

import static io.npushell.shell.Keyboard.CTRL_C;
import static io.npushell.shell.Keyboard.ENTER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Output that is longer than the screen, key by key. */
@Timeout(90)
class PagerTest {
    private static final String MORE = "--More--";
    private static final String PAGE_DOWN = "\u001b[6~";
    private static final String PAGE_UP = "\u001b[5~";
    private static final String DOWN = "\u001b[B";
    private static final String FIRST = "Profiles and presets";
    private static final String LAST = "help keys those of the prompt.";

    @TempDir
    Path root;

    @Test
    void showsAPageAtATimeAndLeavesAtTheEnd() {
        try (Keyboard keys = keyboard("")) {
            String first = keys.type("help all", ENTER).waitFor(MORE);
            // between the line that was typed and the prompt of the pager
            assertThat(first.substring(first.indexOf(FIRST)).lines()).hasSize(19 + 1);
            keys.waitFor(" % · space next page · enter next line · b back · q leave");
            keys.type(" ").waitFor(MORE);
            keys.type(PAGE_DOWN).waitFor(MORE);
            keys.type("f").waitFor(LAST);
            keys.waitFor("› ");
            keys.enter("echo here", "\nhere\r\n");
        }
    }

    @Test
    void showsALineAtATimeAndGoesBack() {
        try (Keyboard keys = keyboard("")) {
            keys.type("help all", ENTER).waitFor(MORE);
            for (String key : new String[] {ENTER, DOWN, "j"}) {
                assertThat(keys.type(key).waitFor(MORE).lines()).hasSize(3);
            }
            assertThat(keys.type("b").waitFor(MORE)).contains(FIRST);
            keys.type(" ").waitFor(MORE);
            assertThat(keys.type(PAGE_UP).waitFor(MORE)).contains(FIRST);
            keys.type("G").waitFor(LAST);
        }
    }

    @Test
    void losesNoKeyThatFollowsTheOneThatLeaves() {
        try (Keyboard keys = keyboard("")) {
            for (String leaving : new String[] {"q", CTRL_C}) {
                keys.type("help all", ENTER).waitFor(MORE);
                keys.type(leaving, "echo kept", ENTER).waitFor("\nkept\r\n");
                keys.waitFor("› ");
            }
            assertThat(keys.printed()).doesNotContain(LAST);
        }
    }

    @Test
    void linesTypedAheadAreNotTakenForItsKeys() {
        try (Keyboard keys = keyboard("")) {
            keys.type("help all" + ENTER + "echo ahead" + ENTER).waitFor("\nahead\r\n");
            assertThat(keys.printed()).contains(LAST).doesNotContain(MORE);
        }
    }

    @Test
    void keysWithoutAMeaningDoNothing() {
        try (Keyboard keys = keyboard("")) {
            keys.type("help all", ENTER).waitFor(MORE);
            keys.type("x", "你", "\u001b[20~", " ").waitFor(MORE);
            keys.type("q").waitFor("› ");
            keys.enter("echo here", "\nhere\r\n");
        }
    }

    @Test
    void followsTheSizeOfTheWindow() {
        try (Keyboard keys = keyboard("")) {
            keys.type("help all", ENTER).waitFor(MORE);
            keys.resize(40, 10);
            keys.waitFor(" % · space · q leave");
            keys.resize(30, 10);
            keys.waitFor(" % · q leave");
            keys.resize(100, 200);
            keys.waitFor(LAST);
            keys.type("q").waitFor("› ");
        }
    }

    @Test
    void whatFitsIsPrintedAsItIs() {
        String paged;
        try (Keyboard keys = keyboard("")) {
            keys.type("help echo", ENTER).waitFor("\n");
            paged = keys.waitFor("› ");
        }
        try (Keyboard keys = keyboard("off")) {
            keys.type("help echo", ENTER).waitFor("\n");
            assertThat(keys.waitFor("› ")).isEqualTo(paged);
        }
    }

    @Test
    void isNotForScriptsNorJsonNorForScreensTooSmallOrSwitchedOff() throws IOException {
        Files.writeString(Files.createDirectories(root.resolve("here")).resolve("a.npu"), "help all\necho sourced\n");
        try (Keyboard keys = keyboard("")) {
            keys.enter("source a.npu", "\nsourced\r\n");
            keys.enter("profile list --json", "\"schema\"");
            keys.resize(100, 4);
            keys.enter("help all", LAST);
            assertThat(keys.printed()).doesNotContain(MORE);
        }
        try (Keyboard keys = keyboard("off")) {
            keys.enter("help all", LAST);
            assertThat(keys.printed()).doesNotContain(MORE);
        }
        try (Keyboard keys = new Keyboard(harness(""), "dumb", new Size(100, 20))) {
            keys.enter("help all", LAST);
            assertThat(keys.printed()).doesNotContain(MORE);
        }
    }

    @Test
    void aProgramOfTheOperatorGetsTheTextAndOnlyWhatIsLong() throws IOException {
        Path got = root.resolve("got");
        Path program = Files.writeString(
                root.resolve("pager"), "#!/bin/sh\necho \"$LESS $*\" >>" + got + "\ncat >>" + got + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        try (Keyboard keys = keyboard(program + "  -a b")) {
            keys.enter("echo short", "\nshort\r\n");
            keys.type("help all", ENTER).waitFor("› ");
            keys.enter("echo here", "\nhere\r\n");
            assertThat(keys.printed()).doesNotContain(LAST);
        }

        assertThat(got).content().startsWith("FRX -a b\n" + FIRST).contains(LAST);
    }

    @Test
    void aProgramThatHasSeenEnoughIsNoFailure() throws IOException {
        try (Keyboard keys = keyboard("true")) {
            keys.type("help all", ENTER).waitFor("› ");
            keys.enter("echo here", "\nhere\r\n");
            assertThat(keys.printed()).doesNotContain(LAST, "NPU_SHELL_PAGER");
        }
    }

    @Test
    void aProgramThatCannotBeRunIsToldOnce() {
        try (Keyboard keys = keyboard("no-such-pager -R")) {
            keys.type("help all", ENTER)
                    .waitFor(
                            "NPU_SHELL_PAGER: 'no-such-pager' cannot be run: No such file or directory; long output is");
            keys.waitFor(LAST);
            keys.waitFor("› ");
            assertThat(keys.type("help all", ENTER).waitFor(LAST)).doesNotContain("no-such-pager");
            keys.waitFor("› ");
        }
        try (Keyboard keys = keyboard("false")) {
            keys.type("help all", ENTER).waitFor("NPU_SHELL_PAGER: 'false' ended with exit code 1; long output is");
            keys.waitFor(LAST);
            keys.waitFor("› ");
        }
    }

    private Keyboard keyboard(String pager) {
        return new Keyboard(harness(pager), "xterm-256color", new Size(100, 20));
    }

    private ShellHarness harness(String pager) {
        return new ShellHarness(root, Map.of("NPU_SHELL_PAGER", pager));
    }
}
