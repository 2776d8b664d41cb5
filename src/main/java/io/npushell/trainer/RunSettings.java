package io.npushell.trainer;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a training was asked for, besides the model's shape.
 *
 * @param load the checkpoints a retrain goes on from
 * @param save the directory checkpoints are written into
 * @param threads has no influence on any result
 */
record RunSettings(
        RunType runType,
        String modelName,
        Path dataset,
        Path tokenizer,
        Optional<Path> load,
        Path save,
        int trainIterations,
        int saveInterval,
        int logInterval,
        Batch batch,
        Parallel parallel,
        Rates rates,
        long seed,
        int threads) {

    /** How many sequences of which length. */
    record Batch(int micro, int global, int sequenceLength) {
        int microBatches() {
            return global / micro;
        }
    }

    /** How the checkpoint is cut; the training itself is one process. */
    record Parallel(int tensor, int pipeline) {
        boolean cuts() {
            return tensor * pipeline > 1;
        }
    }

    /** What the optimizer and its schedule need. */
    record Rates(
            double learningRate,
            double minimumLearningRate,
            double warmupFraction,
            double weightDecay,
            double clipGradient) {}

    LearningRate schedule() {
        return LearningRate.of(
                rates.learningRate(),
                rates.minimumLearningRate(),
                rates.warmupFraction(),
                (long) trainIterations * batch.global());
    }
}
