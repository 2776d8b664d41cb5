package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tail, log, wait, stop, resume, sample and note, of sessions that ended and of ones that cannot be what is asked. */
@Timeout(60)
class SessionCommandsTest {
    @TempDir
    static Path root;

    private static ShellHarness shell;

    /** 1 completed, 2 stopped, 3 failed for want of memory, 4 lost, 5 runs, 6 is a LoRA. */
    @BeforeAll
    static void makeSessions() {
        shell = new ShellHarness(root);
        RecordedSession.in(shell).trained(1, 100).ended(0).create();
        RecordedSession.in(shell).trained(1, 50).stopAsked().ended(143).create();
        RecordedSession.in(shell)
                .of("qwen-14b", "pretrain")
                .logged("RuntimeError: NPU out of memory. Tried to allocate 2.00 GiB")
                .ended(1)
                .create();
        RecordedSession.in(shell).trained(1, 5).lost().create();
        RecordedSession.in(shell).trained(1, 60).running().create();
        RecordedSession.in(shell).of("qwen-14b", "lora").trained(1, 10).ended(0).create();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tail 1              | OK                    | 1 qwen-nano/pretrain ⏎ Session 1 completed at iteration 100/100, loss 6.9900 → 6.0000",
                "tail 2              | SESSION_STOPPED       | 2 qwen-nano/pretrain ⏎ Session 2 stopped at iteration 50/100, loss 6.9900 → 6.5000.  resume 2 · show 2",
                "wait 3              | SESSION_OUT_OF_MEMORY | Session 3 failed: NPU out of memory.  show 3 · log 3",
                "wait 4              | SESSION_LOST          | Session 4 lost at iteration 5/100, loss 6.9900 → 6.9500: nobody saw it end.  show 4 · log 4",
                "wait 5 --timeout 0  | TIMEOUT               | session 5 had not ended after 0 s; it goes on ⏎   try: wait 5   or   stop 5",
                "stop 2              | OK                    | session 2 is stopped already; there is nothing to stop.",
                "resume 5            | CONFLICT              | session 5 is still running (iteration 60 of 100) ⏎   try: tail 5   or   stop 5",
                "resume 6            | USAGE                 | session 6 is LORA, and the scripts resume only a pretraining: retrain loads whole models of pretrain ⏎   try: launch it anew with use qwen-14b/lora",
                "sample 3 text       | USAGE                 | session 3 trained on NPUs; only models of the embedded engine can be sampled here ⏎   try: use qwen-nano",
                "sample 5 text       | NOT_FOUND             | session 5 has no checkpoint to sample from: 'ROOT/home/npu-work/out/5/iter_0000060' is gone ⏎   try: sessions",
                "sample ./none text  | NOT_FOUND             | there is no directory 'ROOT/here/none' ⏎   try: sessions",
                "show 99             | NOT_FOUND             | There is no session \"99\"; the nearest: 6, 5, 4. ⏎   try: sessions",
                "tail nightly        | NOT_FOUND             | There is no session \"nightly\"; the nearest: 6, 5, 4. ⏎   try: sessions",
                "note 1 good run     | OK                    | noted for session 1",
            })
    void says(String line, ExitCode exit, String talk) {
        Result result = shell.run(line);

        assertThat(result.exit()).isEqualTo(exit);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().replace(root.toString(), "ROOT")).isEqualTo(talk.replace(" ⏎ ", "\n") + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tail | 1 | ''",
                "wait | 1 | ''",
                "tail | 2 | Session 2 stopped at iteration 50/100",
                "tail | 3 | Session 3 failed: NPU out of memory.  show 3 · log 3",
                "wait | 3 | Session 3 failed: NPU out of memory.  show 3 · log 3",
                "wait | 4 | Session 4 lost at iteration 5/100",
            })
    void quietSaysOnlyHowOneFailed(String command, String id, String talk) {
        String said = shell.invoke("-q", command, id).err();

        assertThat(said).startsWith(talk).doesNotContain("qwen-nano/pretrain");
        assertThat(said.isEmpty()).isEqualTo(talk.isEmpty());
    }

    /** Between the start of a command and the place where it waits for Ctrl-C, the signal only interrupts. */
    @Test
    void detachWhereCtrlCComesBeforeTheyFollow() {
        Thread.currentThread().interrupt();

        ShellHarness.Result result = shell.run("tail last");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.err()).contains("keeps running").doesNotContain("cannot be read");
    }

    @Test
    void whereNothingIsNamedPerfPlotAndCheckpointsTakeTheNewestSessionThatTrains(@TempDir Path elsewhere) {
        ShellHarness other = new ShellHarness(elsewhere);
        RecordedSession.in(other).trained(1, 100).ended(0).create();
        RecordedSession.in(other).onlySteps("export").logged("merged").ended(0).create();

        assertThat(other.run("perf").out()).contains("1 to 100 of 100");
        assertThat(other.run("plot --json").exit()).isEqualTo(ExitCode.OK);
        assertThat(other.run("plot").out()).isEqualTo(other.run("plot 1").out());
        assertThat(other.run("plot").err()).contains("last is session 1, the newest that trains");
        assertThat(other.run("checkpoints").out())
                .isEqualTo(other.run("checkpoints 1").out())
                .contains("Checkpoints  ");
    }

    @Test
    void resumeWithoutACheckpointSaysWhere() {
        assertThat(shell.run("resume 2").err()).isEqualTo("""
                session 2 has no complete checkpoint to resume from: there is no directory '%s/home/npu-work/out/2'
                  try: launch
                """.formatted(root));
        assertThat(shell.run("resume 2 --to 5 --more 5").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("resume 2 --set tpp=4").err())
                .isEqualTo("there is no parameter 'tpp'; did you mean tp or pp?\n  try: show --all\n");
    }

    @Test
    void logPrintsTheEndOrEverything() {
        assertThat(shell.run("log 1").outLines())
                .hasSize(40)
                .last()
                .isEqualTo("  successfully saved checkpoint at iteration     100 to /out");
        assertThat(shell.run("log 1 --all").outLines()).hasSize(102);
        assertThat(shell.run("log 1 --lines 1").outLines()).hasSize(1);
        assertThat(shell.run("log 1 --lines some").exit()).isEqualTo(ExitCode.USAGE);
    }

    /** Without a terminal nothing else says it until the next line of the log comes, which may be minutes. */
    @Test
    void tailSaysAtOnceWhereARunningSessionStands(@TempDir Path elsewhere) {
        ShellHarness other = new ShellHarness(elsewhere).onOneScreen();
        RecordedSession.in(other).trained(1, 60).running().create();

        ShellHarness.Result result = other.runUntil(Pattern.compile("last line .* ago"), "tail 1");

        assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
        assertThat(result.out())
                .containsPattern(
                        "(?m)^  iteration 60/100  loss 6[.]4000 ↓  4096 tok/s/p  0[.]50 s/it .*  last line \\d+ s ago$")
                .containsOnlyOnce("last line");
    }

    @Test
    void tailAsJsonIsOneObjectALineAndTheLastIsTheSummary() {
        List<String> lines = shell.runJson("tail 2").outLines();

        assertThat(lines).hasSize(55);
        assertThat(lines.get(1))
                .isEqualTo("{\"schema\":\"npu-shell/iteration/1\",\"id\":\"2\",\"event\":\"iteration\",\"iteration\":1,"
                        + "\"train_iters\":100,\"loss\":6.99,\"learning_rate\":0.001,\"grad_norm\":1.0,\"elapsed_ms\":500.0,"
                        + "\"tokens_per_second_per_device\":4096.0}");
        assertThat(lines.get(54))
                .startsWith("{\"schema\":\"npu-shell/session/1\",\"id\":\"2\",")
                .contains("\"state\":\"stopped\"");
    }

    @Test
    void logAsJsonEndsWithTheSummaryWhereItFollows() {
        assertThat(shell.runJson("log 2 --lines 1").out())
                .isEqualToIgnoringWhitespace(
                        "{\"schema\": \"npu-shell/log/1\", \"id\": \"2\", \"lines\": [\"  successfully saved checkpoint at iteration      50 to /out\"]}");
        assertThat(shell.runJson("log 2 --lines 1 --follow").outLines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("{\"schema\":\"npu-shell/session/1\",\"id\":\"2\"");
    }

    @Test
    void stopAsJsonSaysWhatCameOfIt() {
        assertThat(shell.runJson("stop 1").out())
                .startsWith(
                        "{\n  \"schema\" : \"npu-shell/stop/1\",\n  \"outcome\" : \"already-ended\",\n  \"id\" : \"1\"");
    }

    @Test
    void errorsAreJsonTooAndIdsAreText() {
        assertThat(shell.runJson("show 99").out()).isEqualToIgnoringWhitespace("""
                {"schema": "npu-shell/error/1", "ok": false, "error": {"code": "not-found", "exit": 4,
                 "message": "There is no session \\"99\\"; the nearest: 6, 5, 4.", "remedy": "sessions", "file": null, "line": null}}
                """);
    }

    /** It once said of any session that it has no checkpoints, since values alone show none. */
    @Test
    void aSessionStandsForItsCheckpointsByAnyName() {
        shell.run("use qwen-14b/retrain");

        assertThat(shell.run("set model-path session:last").err())
                .endsWith("model-path ROOT → session:6\n"
                        .replace("ROOT", root + "/home/npu-work/saved_dir_for_ma_output/Qwen-14B/pretrain"));
        assertThat(shell.services().alarm().raised()).isFalse();
    }

    @Test
    void aSettingThatNamesASessionIsShownAsItsDirectory() {
        shell.run("use qwen-14b/retrain");
        shell.run("set model-path session:6");
        Path directory = root.resolve("home/npu-work/out/6");
        assertThat(shell.run("show model-path").out()).isEqualTo(directory + "\n");
        assertThat(shell.runJson("show model-path").out())
                .contains("\"value\" : \"session:6\"", "\"directory\" : \"" + directory + "\"");
    }
}
