package io.npushell.shell;

import static io.npushell.shell.Keyboard.CTRL_C;
import static io.npushell.shell.Keyboard.CTRL_D;
import static io.npushell.shell.Keyboard.CTRL_R;
import static io.npushell.shell.Keyboard.ENTER;
import static io.npushell.shell.Keyboard.RIGHT;
import static io.npushell.shell.Keyboard.TAB;
import static io.npushell.shell.Keyboard.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.RunType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The prompt, key by key. */
@Timeout(90)
class ConversationTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void start() {
        shell = new ShellHarness(root);
    }

    /** Read away from the prompt: the test waits for that look, an operator need not. */
    @Test
    void describesTheProfilesThatUseOffers() throws InterruptedException {
        try (Keyboard keys = new Keyboard(shell, "xterm", new Size(120, 40))) {
            CountDownLatch looked = new CountDownLatch(1);
            shell.services().refresher().soon(looked::countDown);
            assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();

            keys.type("use qwen", TAB).waitFor("Qwen of 1.1 million parameters, trained on the CPU");
        }
    }

    @Test
    void ctrlCAtThePromptClearsTheLineAndStays() {
        try (Keyboard keys = keyboard()) {
            keys.type("echo gone", CTRL_C).waitFor("npu-shell › ");
            keys.enter("echo here", "\nhere\r\n");

            assertThat(keys.printed()).doesNotContain("\ngone");
        }
    }

    @Test
    void ctrlDLeavesWithExitZero() {
        try (Keyboard keys = keyboard()) {
            assertThat(keys.type(CTRL_D).waitForEnd()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void errorsAreToldAndNeverLeave() {
        try (Keyboard keys = keyboard()) {
            keys.enter("sohw", "unknown command 'sohw'");
            keys.enter("assert 1 = 2; echo never", "assertion failed: 1 = 2");
            keys.enter("echo still here", "\nstill here\r\n");
            keys.type("exit", ENTER);

            assertThat(keys.waitForEnd()).isEqualTo(ExitCode.OK);
            assertThat(keys.printed()).doesNotContain("\nnever");
        }
    }

    @Test
    void tabCompletesACommandAndOffersWhatItSuggests() {
        try (Keyboard keys = keyboard()) {
            keys.type("ech", TAB).waitFor("echo ");
            keys.enter("typed", "\ntyped\r\n");
            keys.type("help e", TAB);

            assertThat(keys.waitFor("leave; sessions go on")).contains("echo", "print words", "exit");
        }
    }

    @Test
    void tabInTheMiddleOfAWordCompletesThatWord() {
        try (Keyboard keys = keyboard()) {
            keys.type("help asser", TAB, ENTER).waitFor("usage  assert ");
        }
    }

    @Test
    void enterGoesOnToAnotherLineWhileAQuoteIsOpenOrABackslashJoins() {
        try (Keyboard keys = keyboard()) {
            keys.type("echo 'a", ENTER).waitFor("… ");
            keys.enter("b'", "\na\r\nb\r\n");
            keys.type("echo c\\", ENTER).waitFor("… ");
            keys.enter("d", "\ncd\r\n");
        }
    }

    @Test
    void exclamationMarksAreNoHistoryEvents() {
        try (Keyboard keys = keyboard()) {
            keys.enter("echo 1", "\n1\r\n");
            keys.enter("echo a!! !e", "\na!! !e\r\n");
        }
    }

    @Test
    void historyOutlivesTheConversationAndIsSearchedAndSuggested() throws IOException {
        try (Keyboard keys = keyboard()) {
            keys.enter("echo first one", "\nfirst one\r\n");
            keys.type("!export HF_TOKEN=abc", ENTER).waitFor("› ");
            keys.enter("echo second", "\nsecond\r\n");
        }
        Path history = shell.home().resolve("history");
        assertThat(history).content().contains("first one", "second").doesNotContain("HF_TOKEN");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");

        try (Keyboard keys = keyboard()) {
            keys.enter(UP, "\nsecond\r\n");
            keys.enter(CTRL_R + "first", "\nfirst one\r\n");
            keys.type("echo fir").waitFor("st one");
            keys.type(RIGHT, ENTER).waitFor("\nfirst one\r\n");
        }
    }

    @Test
    void aDamagedHistoryIsNotFatal() throws IOException {
        Files.write(shell.home().resolve("history"), new byte[] {1, (byte) 0xff, '\n', 0, '\n'});

        try (Keyboard keys = keyboard()) {
            keys.enter("echo here", "\nhere\r\n");
        }
    }

    @Test
    void thePromptTellsWhatIsOnTheBench() {
        shell.workbench().change("a test", state -> state.use("qwen-14b", RunType.SFT));
        shell.wiring().keeper().save();
        shell.services().alarm().watch(() -> true);

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed()).contains("qwen-14b/sft! › ");
        }
    }

    @Test
    void greetsWithTheMachineTheWorkspaceAndWhereToBegin() {
        shell.services().machine(); // known by now; a prompt does not wait for a machine that is slow to tell

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed())
                    .contains(
                            "npu-shell 0.1.0 · no NPUs, only this CPU · " + root.resolve("home/npu-work"),
                            "begin with: use qwen-nano, which trains on this CPU");
        }
    }

    @Test
    void namesTheProfilesOfTheManualWhereThereAreNpus() throws IOException {
        Path smi = Files.createDirectories(root.resolve("bin")).resolve("npu-smi");
        Files.writeString(smi, "#!/bin/sh\nexit 1\n");
        assertThat(smi.toFile().setExecutable(true)).isTrue();
        shell = new ShellHarness(root, Map.of("PATH", smi.getParent() + ":/usr/bin:/bin"));

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed())
                    .contains("begin with: use PROFILE, one of glm3-6b, qwen-14b, qwen-72b, qwen-7b")
                    .doesNotContain("nano");
        }
    }

    @Test
    void thePromptDoesNotWaitForNpuSmi() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        shell.services().describeMachineBy(answer::join);

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed()).contains("npu-shell 0.1.0 · " + root.resolve("home/npu-work"));
            answer.complete("8 NPUs 910B3, 64 GiB, all free");
            keys.waitFor("8 NPUs 910B3, 64 GiB, all free");
        }
    }

    @Test
    void saysWhatWasRestored() {
        shell.run("use qwen-14b/sft; set seed 1 lr 1e-5 work-dir /data/ws");
        shell.wiring().keeper().save();

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed()).contains("· /data/ws", "restored qwen-14b/sft, 3 settings of yours");
        }
    }

    @Test
    void marksErrorsInThePrompt() {
        try (Keyboard keys = keyboard()) {
            keys.type("use qwen-14b", ENTER).waitFor("qwen-14b/pretrain › ");
            keys.type("set mbs 3", ENTER).waitFor("qwen-14b/pretrain*! › ");
            keys.type("undo", ENTER).waitFor("qwen-14b/pretrain › ");
            keys.type("assume 2x8x910B3", ENTER).waitFor("qwen-14b/pretrain on 2x8x910B3! › ");
        }
    }

    @Test
    void aDamagedWorkbenchIsToldAndNotFatal() throws IOException {
        Files.writeString(shell.home().resolve("workbench.json"), "{");

        try (Keyboard keys = keyboard()) {
            assertThat(keys.printed()).contains("the workbench could not be restored");
        }
    }

    @Test
    void worksOnADumbTerminalAndAfterTheWindowShrinks() {
        try (Keyboard keys = new Keyboard(shell, "dumb")) {
            keys.enter("echo dumb", "\ndumb\r\n");
        }
        try (Keyboard keys = keyboard()) {
            keys.resize(20, 5);
            keys.type("echo a rather long line that wraps twice", ENTER)
                    .waitFor("\na rather long line that wraps twice");
        }
    }

    @Test
    void aTerminalWithoutASizeIsTakenForAnOrdinaryOne() {
        try (Keyboard keys = new Keyboard(shell, "xterm-256color", new Size(0, 0))) {
            keys.enter("echo sized", "\nsized\r\n");
        }
    }

    private Keyboard keyboard() {
        return new Keyboard(shell, "xterm-256color");
    }
}
