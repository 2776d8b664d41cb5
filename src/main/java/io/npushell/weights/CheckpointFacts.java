package io.npushell.weights;

import io.npushell.model.ModelSizes;
import org.jspecify.annotations.Nullable;

/**
 * What a directory of Megatron checkpoints holds.
 *
 * @param exists whether the directory is there
 * @param tracker whether latest_checkpointed_iteration.txt is there and names a complete iteration (or "release")
 * @param iteration what this is about: the newest complete iteration, or the one that is loaded; -1 where there is none
 * @param tensorParallel from the mp_rank directories, 0 where there is no checkpoint
 * @param hasOptimizer whether optimizer state is in it
 * @param trainIters args.train_iters, -1 where not readable
 * @param globalBatch args.global_batch_size, -1 where not readable
 * @param vocabularyRows args.padded_vocab_size, -1 where not readable
 * @param shape of the model, from args
 * @param adapters whether it is of a LoRA training by its args, so that the weights of the model are elsewhere
 * @param core whether its tensors have the names of Megatron core (mcore)
 * @param bytes size of that iteration
 * @param problem why it cannot be used, or was not looked into, one sentence, or null
 * @param unread whether that is only for this reader's lack: the trainer may load it, and cut and contents are not known
 */
public record CheckpointFacts(
        boolean exists,
        boolean tracker,
        long iteration,
        int tensorParallel,
        int pipelineParallel,
        boolean hasOptimizer,
        long trainIters,
        long globalBatch,
        long vocabularyRows,
        ModelSizes shape,
        boolean adapters,
        boolean core,
        long bytes,
        @Nullable String problem,
        boolean unread) {}
