package io.npushell.plan;

/**
 * How the devices share the model and the batch; only made of values that fit together.
 *
 * @param world W, devices taking part
 * @param dataParallel D = W / (TP · PP)
 * @param microBatches m = GBS / (MBS · D), micro-batches of one device per iteration
 */
public record Layout(
        int world,
        int tensorParallel,
        int pipelineParallel,
        int dataParallel,
        long microBatch,
        long globalBatch,
        long microBatches) {}
