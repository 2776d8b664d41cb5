package io.npushell.plan;

import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What the checkpoints of a training take on disk.
 *
 * <p>Bytes per parameter, with optimizer state, no distributed optimizer: Megatron in bf16 saves 14, namely 2 of weights and 12 of fp32
 * master weights and two Adam moments (its 18 of memory less the 4 of gradients, which are not saved); the embedded engine saves 12, as
 * its weights are fp32 themselves. A LoRA checkpoint is counted with the frozen bf16 weights, the most it can be.
 */
final class CheckpointSize {
    private static final long MEGATRON_BYTES = 14;
    private static final long EMBEDDED_BYTES = 12;
    private static final long FROZEN_BYTES = 2;

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
                draft.embedded() && draft.runType() == RunType.LORA
                        ? embeddedLora(draft)
                        : draft.profile().parameters() * bytesPerParameter(draft),
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

    /** Adapters on all four modules with their optimizer state; embedding and output layer go along as they are. */
    private static long embeddedLora(Draft draft) {
        ModelShape shape = draft.shape();
        long hidden = shape.hidden();
        long qkv = hidden + 2L * shape.kvGroups() * shape.headWidth();
        long sides = (hidden + qkv) + 2 * hidden + (hidden + 2L * shape.ffn()) + (shape.ffn() + hidden);
        long adapters = draft.settings().whole(ParameterNames.LORA_R).orElse(16) * sides * shape.layers();
        return EMBEDDED_BYTES * adapters + 8L * shape.paddedVocabulary() * hidden;
    }

    private static long bytesPerParameter(Draft draft) {
        if (draft.embedded()) {
            return EMBEDDED_BYTES;
        }
        return draft.runType() == RunType.LORA ? FROZEN_BYTES : MEGATRON_BYTES;
    }
}
