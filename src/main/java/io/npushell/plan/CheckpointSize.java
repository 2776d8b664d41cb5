package io.npushell.plan;

import io.npushell.params.ParameterNames;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What the checkpoints of a training take on disk: how many there will be, each as large as the engine says. */
final class CheckpointSize {
    private CheckpointSize() {}

    /** Null where the iterations are not known. */
    static @Nullable DiskNeed need(Draft draft) {
        OptionalLong iterations = draft.iterations();
        if (iterations.isEmpty()) {
            return null;
        }
        Facts.Checkpoint model = draft.facts().model();
        long first = draft.resumes() && model != null ? Math.max(0, model.iteration()) : 0;
        long interval = draft.settings().whole(ParameterNames.SAVE_INTERVAL).orElse(iterations.getAsLong());
        Facts.Disk disk = draft.facts().disk();
        return new DiskNeed(
                count(first, iterations.getAsLong(), interval),
                draft.engine().checkpointBytes(draft),
                disk == null ? -1 : disk.freeBytes());
    }

    /** Checkpoints from after one iteration to another: at each multiple of the interval, and at the end in any case. */
    static long count(long first, long last, long interval) {
        if (first >= last) {
            // Megatron saves again even where nothing was trained.
            return 1;
        }
        return last / interval - first / interval + (last % interval == 0 ? 0 : 1);
    }
}
