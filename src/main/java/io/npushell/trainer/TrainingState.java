package io.npushell.trainer;

/** What a checkpoint keeps: the weights, the optimizer, and how far the training is. Changed in place by the training. */
final class TrainingState {
    final ModelWeights weights;
    final AdamW optimizer;
    long iteration;
    long consumedSamples;

    TrainingState(ModelWeights weights, AdamW optimizer) {
        this.weights = weights;
        this.optimizer = optimizer;
    }
}
