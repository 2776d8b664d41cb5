package io.npushell.trainer;

import io.npushell.model.ParallelSize;
import io.npushell.model.RunType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training was asked for, besides the model's shape.
 *
 * @param base the checkpoints whose weights a fine-tuning starts with
 * @param resume the checkpoints whose training is gone on with
 * @param lora empty where all weights are trained
 * @param parallel how the checkpoint is cut; the training itself is one process
 * @param save the directory checkpoints are written into
 * @param threads has no influence on any result
 */
record RunSettings(
        RunType runType,
        String modelName,
        Path dataset,
        Path tokenizer,
        Optional<Path> base,
        Optional<Path> resume,
        Path save,
        int trainIterations,
        int saveInterval,
        int logInterval,
        Batch batch,
        ParallelSize parallel,
        Rates rates,
        Optional<Lora> lora,
        long seed,
        int threads) {

    /** How many sequences of which length. */
    record Batch(int micro, int global, int sequenceLength) {
        int microBatches() {
            return global / micro;
        }
    }

    /** What the optimizer and its schedule need. */
    record Rates(
            double learningRate,
            double minimumLearningRate,
            double warmupFraction,
            double weightDecay,
            double clipGradient) {}

    /** Where the model comes from: of LoRA the frozen one, of all others the checkpoint gone on with before the one started from. */
    Optional<Path> loaded() {
        return lora.isPresent() ? base : resume.or(() -> base);
    }

    LearningRate schedule() {
        return LearningRate.of(
                rates.learningRate(),
                rates.minimumLearningRate(),
                rates.warmupFraction(),
                (long) trainIterations * batch.global());
    }
}
