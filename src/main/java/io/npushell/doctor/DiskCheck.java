package io.npushell.doctor;

import io.npushell.plan.DiskNeed;
import io.npushell.plan.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Room in the workspace for what is still to be downloaded, converted and saved; sizes are computed from the model's shape. */
final class DiskCheck extends HealthCheck {
    private static final long LEAST = 1L << 30;

    DiskCheck() {
        super("disk", "room for weights and checkpoints", EVERY_ENGINE, Set.of(Question.DISK));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.DISK);
        FreeSpace space = FreeSpace.read(answer.after("space")).orElse(null);
        Subject subject = found.subject();
        if (space == null) {
            return List.of(warning(
                    "how much room there is in '" + subject.workDir() + "' cannot be told"
                            + (answer.lacks("df") ? ": the image has no df" : ""),
                    "df -h " + subject.workDir()));
        }
        long least = 0;
        List<String> parts = new ArrayList<>();
        if (subject.weightBytes() > 0 && answer.after("weights").isEmpty()) {
            least += subject.weightBytes();
            parts.add("weights " + Sizes.text(subject.weightBytes()));
        }
        if (subject.converts()) {
            least += subject.weightBytes();
            parts.add("converted weights " + Sizes.text(subject.weightBytes()));
        }
        long all = least;
        DiskNeed checkpoints = subject.checkpoints();
        if (checkpoints != null) {
            least += checkpoints.checkpointBytes();
            all += checkpoints.bytes();
            parts.add(
                    checkpoints.checkpoints() + " × " + Sizes.text(checkpoints.checkpointBytes()) + " of checkpoints");
        }
        String free = Sizes.text(space.freeBytes()) + " free in '" + answer.after("place") + "'";
        if (parts.isEmpty()) {
            return List.of(
                    space.freeBytes() < LEAST
                            ? warning("only " + free, "set work-dir DIRECTORY")
                            : ok(free + (subject.title().isEmpty() ? "" : ", nothing more is needed")));
        }
        String need = String.join(", ", parts) + " (computed)";
        if (space.freeBytes() < least) {
            return List.of(error(free + " are too little for " + need, "set work-dir DIRECTORY"));
        }
        return List.of(
                space.freeBytes() < all
                        ? warning(free + " are not enough for all of " + need, "set save-interval to a larger value")
                        : ok(free + " for " + need));
    }
}
