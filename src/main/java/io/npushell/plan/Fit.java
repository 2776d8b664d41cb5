package io.npushell.plan;

import io.npushell.model.ModelShape;
import io.npushell.plan.Finding.Certainty;

/**
 * Whether a way to cut model and batch over devices adds up: the arithmetic behind the P rules and the advice on values.
 *
 * @param world devices taking part
 * @param single one device does it all, and TP and PP only cut the checkpoint
 * @param certainty how sure we are of a rule that the training script could work around
 */
record Fit(
        ModelShape shape,
        int world,
        int devicesPerNode,
        boolean single,
        Certainty certainty,
        long tensorParallel,
        long pipelineParallel,
        long microBatch,
        long globalBatch,
        long sequence) {

    boolean worldDivides() {
        return single || world % (tensorParallel * pipelineParallel) == 0;
    }

    boolean headsDivide() {
        return shape.heads() % tensorParallel == 0;
    }

    boolean groupsDivide() {
        return shape.kvGroups() % tensorParallel == 0;
    }

    boolean layersDivide() {
        return shape.layers() % pipelineParallel == 0;
    }

    boolean ffnDivides() {
        return shape.ffn() % tensorParallel == 0;
    }

    /** Sequence parallelism, which the public scripts switch on, cuts the sequence over the tensor-parallel devices. */
    boolean sequenceDivides() {
        return single || sequence % tensorParallel == 0;
    }

    boolean staysInNode() {
        return single || tensorParallel <= devicesPerNode;
    }

    boolean reachesPositions() {
        return sequence <= shape.maxPositions();
    }

    /** D; 0 where the world does not divide. */
    long dataParallel() {
        if (single) {
            return 1;
        }
        return worldDivides() ? world / (tensorParallel * pipelineParallel) : 0;
    }

    boolean batchDivides() {
        return worldDivides() && globalBatch % (microBatch * dataParallel()) == 0;
    }

    /** m; only where the batch divides. */
    long microBatches() {
        return globalBatch / (microBatch * dataParallel());
    }

    /** Share of the time that stages wait, (p − 1) / (m + p − 1); only where the batch divides. */
    double bubble() {
        return single ? 0 : (pipelineParallel - 1.0) / (microBatches() + pipelineParallel - 1.0);
    }

    /** Whether the model itself can be cut this way, on whatever machine. */
    boolean dividesModel() {
        return headsDivide() && groupsDivide() && layersDivide() && ffnDivides();
    }

    /** Whether the model can be cut this way here, whatever the batch. */
    boolean cutsModel() {
        return worldDivides() && dividesModel() && sequenceDivides() && staysInNode();
    }

    /** Whether no rule of field P forbids it. */
    boolean legal() {
        return cutsModel() && batchDivides() && reachesPositions();
    }

    Fit withTensorParallel(long value) {
        return new Fit(
                shape,
                world,
                devicesPerNode,
                single,
                certainty,
                value,
                pipelineParallel,
                microBatch,
                globalBatch,
                sequence);
    }

    Fit withPipelineParallel(long value) {
        return new Fit(
                shape,
                world,
                devicesPerNode,
                single,
                certainty,
                tensorParallel,
                value,
                microBatch,
                globalBatch,
                sequence);
    }

    Fit withMicroBatch(long value) {
        return new Fit(
                shape,
                world,
                devicesPerNode,
                single,
                certainty,
                tensorParallel,
                pipelineParallel,
                value,
                globalBatch,
                sequence);
    }

    Fit withGlobalBatch(long value) {
        return new Fit(
                shape,
                world,
                devicesPerNode,
                single,
                certainty,
                tensorParallel,
                pipelineParallel,
                microBatch,
                value,
                sequence);
    }

    Fit withSequence(long value) {
        return new Fit(
                shape,
                world,
                devicesPerNode,
                single,
                certainty,
                tensorParallel,
                pipelineParallel,
                microBatch,
                globalBatch,
                value);
    }

    Fit withNodes(long nodes) {
        return new Fit(
                shape,
                (int) (nodes * devicesPerNode),
                devicesPerNode,
                single,
                certainty,
                tensorParallel,
                pipelineParallel,
                microBatch,
                globalBatch,
                sequence);
    }
}
