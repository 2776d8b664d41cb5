package io.npushell.doctor;

import io.npushell.plan.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The directories npu-shell itself writes: sessions in the workspace, its own home. Without locks no session is started. */
final class StateCheck extends HealthCheck {
    private static final long LEAST_BYTES = 100L << 20;
    private static final long LEAST_INODES = 1000;

    StateCheck() {
        super(
                "state",
                "npu-shell's own directories: writable, room, locks",
                EVERY_ENGINE,
                Set.of(Question.STATE, Question.HOME));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Subject subject = found.subject();
        List<Verdict> verdicts = new ArrayList<>();
        judge(subject.workDir() + "/.npu-shell", found.answer(Question.STATE), "set work-dir DIRECTORY", verdicts);
        judge(subject.home(), found.answer(Question.HOME), "export NPU_SHELL_HOME=DIRECTORY", verdicts);
        if (verdicts.isEmpty()) {
            String type = found.answer(Question.STATE).after("type");
            verdicts.add(ok("'" + subject.workDir() + "/.npu-shell' and '" + subject.home()
                    + "' are writable and have locks" + (type.isEmpty() ? "" : " (" + type + ")")));
        }
        return verdicts;
    }

    private void judge(String directory, Answer answer, String elsewhere, List<Verdict> verdicts) {
        String place = answer.after("place");
        if (answer.timedOut() || place.isEmpty()) {
            verdicts.add(error(
                    "'" + directory + "' cannot be looked at"
                            + (answer.timedOut() ? ": its file system does not answer" : ""),
                    elsewhere));
            return;
        }
        if (!answer.after("writable").equals("yes")) {
            verdicts.add(error("'" + place + "' is not writable, and sessions are kept below it", elsewhere));
        }
        FreeSpace.read(answer.after("space"))
                .filter(space -> space.freeBytes() < LEAST_BYTES)
                .ifPresent(space -> verdicts.add(
                        error("only " + Sizes.text(space.freeBytes()) + " are free in '" + place + "'", elsewhere)));
        FreeSpace.read(answer.after("inodes"))
                .filter(inodes -> inodes.total() > 0 && inodes.free() < LEAST_INODES)
                .ifPresent(inodes -> verdicts.add(
                        error("only " + inodes.free() + " more files can be made in '" + place + "'", elsewhere)));
        if (!answer.after("quota").isEmpty()) {
            verdicts.add(warning("you are over a quota: " + answer.after("quota"), "quota -s"));
        }
        String flock = answer.after("flock");
        if (!flock.equals("0") && !flock.equals("75")) {
            verdicts.add(error(
                    flock.equals("127")
                            ? "flock of util-linux is missing, without which no session is started"
                            : "the file system of '" + place
                                    + "' has no locks (flock), so no session can be started there",
                    flock.equals("127") ? "install util-linux" : elsewhere));
        }
    }
}
