package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** The checkpoints fit on the disk. */
final class DiskSpace {
    static final Rule RULE = Rule.liftable("O02", "Too little disk space", """
            The size of a checkpoint is estimated from the shape of the model: weights and optimizer state. An error where not even one fits, a
            warning where not all do. The private script may save less.""");

    private DiskSpace() {}

    static List<Finding> check(Draft draft) {
        Facts.Disk disk = draft.facts().disk();
        DiskNeed need = CheckpointSize.need(draft);
        if (disk == null || need == null || need.bytes() <= disk.freeBytes()) {
            return List.of();
        }
        boolean oneFits = need.checkpointBytes() <= disk.freeBytes();
        String sentence = "%d × %s of checkpoints do not fit into the %s free in '%s'"
                .formatted(
                        need.checkpoints(),
                        Sizes.text(need.checkpointBytes()),
                        Sizes.text(disk.freeBytes()),
                        disk.path());
        return List.of(
                oneFits
                        ? RULE.warning(Certainty.ESTIMATE, sentence, fewer(draft, need, disk))
                        : RULE.error(draft.engine().certainty(), sentence, List.of("set work-dir DIRECTORY")));
    }

    private static List<String> fewer(Draft draft, DiskNeed need, Facts.Disk disk) {
        long fitting = disk.freeBytes() / need.checkpointBytes();
        long iterations = draft.iterations().orElse(1);
        return List.of("set save-interval " + (iterations + fitting - 1) / fitting);
    }
}
