package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.session.Session;
import io.npushell.session.Workspaces;
import io.npushell.shell.ShellHarness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of sessions, over directories made by hand. */
@Timeout(60)
class SessionsScreensTest {
    @TempDir
    Path root;

    private ShellHarness shell;

    @BeforeEach
    void makeSessions() {
        shell = new ShellHarness(root);
        Session first = RecordedSession.in(shell)
                .named("first", "a remark")
                .stepped("0 begun data", "12 ended data 0", "12 begun train", "2580 ended train 0")
                .trained(1, 100)
                .ended(0)
                .create();
        RecordedSession.in(shell)
                .of("qwen-nano", "retrain")
                .resuming(first)
                .trained(101, 110)
                .stopAsked()
                .ended(143)
                .create();
        RecordedSession.in(shell)
                .of("qwen-14b", "pretrain")
                .trained(1, 20)
                .logged("RuntimeError: NPU out of memory. Tried to allocate 2.00 GiB (NPU 0; 60.97 GiB total)")
                .ended(1)
                .create();
        RecordedSession.in(shell).trained(1, 5).lost().create();
        RecordedSession.in(shell).trained(1, 60).running().create();
    }

    @Test
    void listsThemNewestFirst() {
        assertThat(shell.run("sessions").out()).isEqualTo("""
              id  profile/run         state      iteration    loss  tok/s/p  started    took
               5  qwen-nano/pretrain  running       60/100  6.4000     4096  04:06       1 h
               4  qwen-nano/pretrain  lost           5/100  6.9500     4096  04:06         –  nobody saw it end
               3  qwen-14b/pretrain   failed        20/100  6.8000     4096  04:06    43 min  NPU out of memory → show 3
               2  qwen-nano/retrain   stopped      110/100  5.9000     4096  04:06    43 min  resumes 1
               1  qwen-nano/pretrain  completed    100/100  6.0000     4096  04:06    43 min  “first”
            """);
    }

    @Test
    void putsRemarksBelowWhereATerminalIsNarrow() {
        assertThat(shell.onTerminal(80).run("sessions --limit 3").out()).isEqualTo("""
              id  profile/run         state    iteration    loss  tok/s/p  started    took
               5  qwen-nano/pretrain  running     60/100  6.4000     4096  04:06       1 h
               4  qwen-nano/pretrain  lost         5/100  6.9500     4096  04:06         –
                  nobody saw it end
               3  qwen-14b/pretrain   failed      20/100  6.8000     4096  04:06    43 min
                  NPU out of memory → show 3
            """);
    }

    @Test
    void choosesByStateProfileAndRunType() {
        assertThat(ids("sessions --state stopped")).containsExactly("2");
        assertThat(ids("sessions --active")).containsExactly("5");
        assertThat(ids("sessions --profile qwen-nano --run-type pretrain")).containsExactly("5", "4", "1");
        assertThat(shell.run("sessions --profile x").err()).isEqualTo("none of the 5 sessions is like that\n");
        assertThat(shell.run("sessions --state dead").err()).startsWith("""
            'dead' is no state; the states are queued, starting, running, stopping, completed, failed, stopped, interrupted, lost
              try: help sessions\
            """);
    }

    @Test
    void listsThoseOfEveryWorkspaceByWorkspace() {
        RecordedSession.in(root.resolve("elsewhere")).trained(1, 2).ended(0).create();
        new Workspaces(shell.home()).remember(root.resolve("elsewhere"));
        new Workspaces(shell.home()).remember(root.resolve("gone"));

        assertThat(shell.run("sessions --state completed --all").out()).isEqualTo("""
            %1$s/home/npu-work
              id  profile/run         state      iteration    loss  tok/s/p  started    took
               1  qwen-nano/pretrain  completed    100/100  6.0000     4096  04:06    43 min  “first”
            %1$s/elsewhere
              id  profile/run         state      iteration    loss  tok/s/p  started    took
               1  qwen-nano/pretrain  completed      2/100  6.9800     4096  04:06    43 min
            """.formatted(root));
        assertThat(shell.runJson("sessions --all").out()).contains("\"work_dir\" : \"" + root + "/elsewhere\"");
    }

    @Test
    void saysThatThereAreNone() {
        ShellHarness empty = new ShellHarness(root.resolve("other"));

        assertThat(empty.run("sessions").err())
                .isEqualTo("no sessions yet in " + root.resolve("other/home/npu-work") + "\n");
        assertThat(empty.runJson("sessions").out())
                .isEqualToIgnoringWhitespace("{\"schema\": \"npu-shell/sessions/1\", \"sessions\": []}");
    }

    @Test
    void jsonNamesWhatScriptsRelyOn() throws IOException {
        JsonNode document =
                new ObjectMapper().readTree(shell.runJson("sessions").out());
        JsonNode child = document.get("sessions").get(3);

        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/sessions/1");
        assertThat(child.get("id").isTextual()).isTrue();
        assertThat(Stream.of(
                                "id",
                                "name",
                                "state",
                                "profile",
                                "run_type",
                                "engine",
                                "parent",
                                "iteration",
                                "train_iters",
                                "first_loss",
                                "last_loss",
                                "started",
                                "ended",
                                "exit_code")
                        .map(field -> field + "=" + child.get(field).asText()))
                .containsExactly(
                        "id=2",
                        "name=qwen-nano/retrain",
                        "state=stopped",
                        "profile=qwen-nano",
                        "run_type=retrain",
                        "engine=embedded",
                        "parent=1",
                        "iteration=110",
                        "train_iters=100",
                        "first_loss=5.99",
                        "last_loss=5.9",
                        "started=2026-03-04T04:06:07Z",
                        "ended=2026-03-04T04:49:07Z",
                        "exit_code=143");
        assertThat(document.get("sessions").get(0).get("ended").isNull()).isTrue();
    }

    @Test
    void showsOneWholeWithItsJournal() {
        shell.run("note 1 a good run");

        assertThat(shell.onTerminal(80).run("show first").out()).isEqualTo("""
            Session 1  qwen-nano/pretrain  completed  “first”
              started    04:06, took 43 min
              iteration  100/100, newest checkpoint 100
              loss       6.9900 → 6.0000 (last ten: 6.0450)
              speed      4096 tokens/s/p, 0.50 s per iteration
              exit code  0
              steps      data done, 12 s · train done, 42 min
              engine     embedded
              output     %1$s/home/npu-work/out/1
              note       a remark
              directory  %1$s/home/npu-work/.npu-shell/sessions/0001-qwen-nano-pretrain
              log        %1$s/home/npu-work/.npu-shell/sessions/0001-qwen-nano-pretrain/run.log
              settings
                mbs          4    profile
                train-iters  100  operator
              journal
                04:06  created
                04:49  ended  code 0
                05:06  note  a good run
              log 1 · resume 1 --more N
            """.formatted(root));
    }

    /** A journal may name what it does not know: the end of a session that nobody saw has no reason. */
    @Test
    void theJournalLeavesOutWhatIsBlank() {
        Session session = RecordedSession.in(shell)
                .event("ended", Map.of("state", "lost", "reason", "", "by", "observer"))
                .lost()
                .create();

        assertThat(shell.run("show " + session.id().text()).out())
                .contains("  ended  ")
                .contains("by observer", "state lost")
                .doesNotContain("reason");
    }

    @Test
    void showsWhyItFailedAndWhatToTry() {
        assertThat(shell.onTerminal(80).run("show 3").out()).startsWith("""
            Session 3  qwen-14b/pretrain  failed: NPU out of memory
              The memory of an NPU is too small for this model with these settings. NPU 0
              failed first. Try: raise tp or pp, set mbs 1, lower seq-length or turn
              recomputation on; npu-smi info shows whether another process holds memory. The
              log says: RuntimeError: NPU out of memory. Tried to allocate 2.00 GiB (NPU 0;
              60.97 GiB total)
              started    04:06, took 43 min
            """);
    }

    @Test
    void showsParentStopAndWhatNobodySaw() {
        assertThat(shell.run("show 2").out())
                .startsWith("Session 2  qwen-nano/retrain  stopped\n  resumes    session 1\n")
                .contains("\n    04:49  stop-asked  by operator\n    04:49  ended  code 143\n")
                .endsWith("\n  log 2 · resume 2\n");
        assertThat(shell.run("show 4").out())
                .startsWith("Session 4  qwen-nano/pretrain  lost: nobody saw it end\n")
                .contains("\n  started    04:06\n");
        assertThat(shell.run("show last").out())
                .startsWith("Session 5  qwen-nano/pretrain  running\n  started    04:06, running for 1 h\n")
                .endsWith("\n  tail 5 · stop 5\n");
    }

    @Test
    void jsonOfOneSessionHasSettingsAndEvents() throws IOException {
        JsonNode document = new ObjectMapper().readTree(shell.runJson("show 2").out());

        assertThat(document.get("schema").asText()).isEqualTo("npu-shell/session/1");
        assertThat(document.get("settings").get(1).get("parameter").asText()).isEqualTo("train-iters");
        assertThat(document.get("events").findValuesAsText("kind")).containsExactly("created", "stop-asked", "ended");
    }

    /** What has been read is not read again: 1,000 ended sessions are listed at the price of their directories. */
    @Test
    void whatEndedAndWasReadCostsNothingMore() throws IOException {
        String before = shell.run("sessions").out();
        Path log = root.resolve("home/npu-work/.npu-shell/sessions/0001-qwen-nano-pretrain/run.log");
        Files.writeString(log, "x".repeat((int) Files.size(log)));

        assertThat(shell.run("sessions").out()).isEqualTo(before);
    }

    @Test
    void oneThatCannotBeReadHidesNoOther() throws IOException {
        Files.writeString(root.resolve("home/npu-work/.npu-shell/sessions/0001-qwen-nano-pretrain/session.json"), "{");

        assertThat(shell.run("sessions").outLines())
                .hasSize(6)
                .last()
                .asString()
                .contains("corrupt");
    }

    private List<String> ids(String line) {
        return shell.run(line).outLines().stream()
                .skip(1)
                .map(row -> row.strip().split(" ")[0])
                .toList();
    }
}
