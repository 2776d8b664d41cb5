package io.npushell.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.plan.DiskNeed;
import io.npushell.plan.engine.Engines;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommonChecksTest {
    private static final String GOOD_STATE =
            "place /ws\nwritable yes\nspace /dev/sda 100 1 99000000 1% /\ninodes /dev/sda 9000 1 8999 1% /\ntype ext2/ext3\nflock 0\n";

    @Test
    void reckonsWhatStillHasToGoOntoTheDisk() {
        Found found = new Found();
        found.weightBytes = 26L << 30;
        found.converts = true;
        found.checkpoints = new DiskNeed(2, 185L << 30, -1);

        assertThat(disk(found, 700))
                .isEqualTo(
                        "ok: 700 GiB free in '/ws' for weights 26.0 GiB, converted weights 26.0 GiB, 2 × 185 GiB of checkpoints (computed)");
        assertThat(disk(found, 300)).startsWith("warning: 300 GiB free in '/ws' are not enough for all of ");
        assertThat(disk(found, 200)).startsWith("error: 200 GiB free in '/ws' are too little for ");
        found.says(Question.DISK, "place /ws\nspace x 1 1 " + (211L << 20) + " 1% /\nweights there\n");
        assertThat(found.judgedBy(new DiskCheck()).get(0))
                .startsWith("warning: 211 GiB free")
                .doesNotContain("for weights");
        assertThat(new Found().says(Question.DISK, "").judgedBy(new DiskCheck()).get(0))
                .isEqualTo("warning: how much room there is in '/ws' cannot be told");
    }

    private static String disk(Found found, long gib) {
        return found.says(Question.DISK, "place /ws\nspace /dev/sda 1 1 " + (gib << 20) + " 1% /mnt/a b\n")
                .judgedBy(new DiskCheck())
                .get(0);
    }

    @Test
    void tellsWhoseFilesAreInTheWay() {
        assertThat(owners("user ma-user ma-group\nclosed root /ws/training_data\nowner 3 root\n"))
                .containsExactly("error: you are ma-user and may not use '/ws/training_data' of root");
        assertThat(owners("user ma-user ma-group\nowner 3 ma-user\nowner 2 root\n"))
                .containsExactly(
                        "warning: files are of ma-user, root and you are ma-user: what is theirs you may read, not replace");
        assertThat(owners("user root root\nowner 3 ma-user\n"))
                .containsExactly("ok: files are of ma-user; you are root and may use them all");
        assertThat(owners("user root root\nowner 3 root\n")).containsExactly("ok: all files are root's, as you are");
        assertThat(owners("user root root\n")).containsExactly("ok: there is no workspace '/ws' yet");
    }

    private static List<String> owners(String text) {
        return new Found().says(Question.OWNERSHIP, text).judgedBy(new OwnershipCheck());
    }

    @Test
    void sessionsNeedAWritablePlaceWithLocksAndRoom() {
        assertThat(state(GOOD_STATE))
                .containsExactly(
                        "ok: '/ws/.npu-shell' and '/home/me/.npu-shell' are writable and have locks (ext2/ext3)");
        assertThat(state(GOOD_STATE.replace("writable yes", "writable no")))
                .containsExactly("error: '/ws' is not writable, and sessions are kept below it");
        assertThat(state(GOOD_STATE.replace("flock 0", "flock 1")))
                .containsExactly(
                        "error: the file system of '/ws' has no locks (flock), so no session can be started there");
        assertThat(state(GOOD_STATE.replace("99000000", "50")))
                .containsExactly("error: only 50.0 KiB are free in '/ws'");
        assertThat(state(GOOD_STATE.replace(" 8999 ", " 12 ")))
                .containsExactly("error: only 12 more files can be made in '/ws'");
        assertThat(state("")).containsExactly("error: '/ws/.npu-shell' cannot be looked at");
    }

    private static List<String> state(String text) {
        return new Found()
                .says(Question.STATE, text)
                .says(Question.HOME, GOOD_STATE)
                .judgedBy(new StateCheck());
    }

    @Test
    void looksAtTheClock() {
        assertThat(clock("now 1800000000\n")).containsExactly("ok: the clock is plausible");
        assertThat(clock("now 1000000000\nlater /ws/a\n"))
                .containsExactly(
                        "error: the clock is years behind",
                        "warning: the clock was set back: '/ws/a' is from the future");
        Found found = new Found().says(Question.CLOCK, "now 1800000000\nsynchronized no\n");
        assertThat(found.judgedBy(new ClockCheck())).containsExactly("ok: the clock is plausible");
        found.nodes = 2;
        assertThat(found.judgedBy(new ClockCheck()).get(0)).startsWith("warning: the clock is not synchronized");
    }

    private static List<String> clock(String text) {
        return new Found().says(Question.CLOCK, text).judgedBy(new ClockCheck());
    }

    @Test
    void theEmbeddedEngineNeedsJavaMemoryAndThreads() {
        Found found = new Found();
        found.engine = Engines.standard().find("embedded").orElseThrow();
        found.threads = 8;
        found.says(Question.JAVA, "version openjdk version \"17.0.15\" 2025\nprocessors 2\n");
        assertThat(found.judgedBy(new JavaCheck()))
                .containsExactly(
                        "error: this java has no module jdk.incubator.vector, which the embedded engine computes with",
                        "warning: threads is 8, and there are 2 processors");
        found.says(Question.MEMORY, "MemAvailable:    9000000 kB\nlimit 1000000000\n");
        assertThat(found.judgedBy(new MemoryCheck()))
                .containsExactly("error: 954 MiB is this container's limit, the embedded engine takes up to 1.5 GiB");
        found.says(Question.MEMORY, "MemAvailable:    9000000 kB\nlimit max\n");
        assertThat(found.judgedBy(new MemoryCheck())).containsExactly("ok: 8.6 GiB of memory available");
    }

    @Test
    void namesMissingTools() {
        assertThat(new Found()
                        .says(Question.TOOLS, "missing curl\nmissing flock\n")
                        .judgedBy(new ToolsCheck()))
                .containsExactly("error: flock missing, without which no session can be started");
        assertThat(new Found().says(Question.TOOLS, "missing curl\n").judgedBy(new ToolsCheck()))
                .containsExactly("warning: curl is missing, so workspace fetch cannot download");
    }

    @Test
    void noCheckFailsOnAnAnswerItDoesNotKnow() {
        for (String text : List.of(
                "",
                "?",
                "space\nplace\nnow x\nuser\nflock\nlimit 99999999999999999999\ndevices\nowner\nclosed\npackage x\n")) {
            for (boolean late : List.of(false, true)) {
                Found found = new Found();
                for (Question question : Question.values()) {
                    found.answers(question, new Answer(true, late ? 137 : 0, text, text, late));
                }
                for (String name : Doctor.checks().keySet()) {
                    assertThat(Doctor.judge(Doctor.named(name), found.end(), true))
                            .as(name)
                            .isNotEmpty();
                }
            }
        }
    }
}
