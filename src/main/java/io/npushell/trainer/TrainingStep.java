package io.npushell.trainer;

import io.npushell.model.ModelShape;

/** One iteration: the micro-batches of a global batch, then the optimizer. */
final class TrainingStep {
    private final RunSettings settings;
    private final Model model;
    private final GradientBuffers buffers;
    private final Batches batches;
    private final LearningRate schedule;
    private final Workers workers;
    private final int[] tokens;
    private final int[] targets;

    /** What an iteration has come to; where it is not finite the weights have not been moved. */
    record Result(double loss, double gradientNorm, double learningRate) {
        boolean finite() {
            return Double.isFinite(loss) && Double.isFinite(gradientNorm);
        }
    }

    TrainingStep(RunSettings settings, ModelShape shape, ModelWeights weights, Batches batches, Workers workers) {
        Window window = new Window(settings.batch().micro(), settings.batch().sequenceLength());
        this.settings = settings;
        this.model = new Model(shape, weights, window, workers);
        this.buffers = new GradientBuffers(shape, window.rows());
        this.batches = batches;
        this.schedule = settings.schedule();
        this.workers = workers;
        this.tokens = new int[window.rows()];
        this.targets = new int[window.rows()];
    }

    Result run(TrainingState state) {
        int microBatches = settings.batch().microBatches();
        double loss = 0;
        for (int i = 0; i < microBatches; i++) {
            batches.fill(state.consumedSamples, tokens, targets);
            loss += model.loss(tokens, targets) / microBatches;
            model.backward(tokens, targets, 1.0 / microBatches, buffers);
            state.consumedSamples += settings.batch().micro();
        }
        state.iteration++;
        double norm = GradientNorm.of(state.weights, workers);
        Result result = new Result(loss, norm, schedule.at(state.consumedSamples));
        if (result.finite()) {
            double clipping = GradientNorm.clipping(norm, settings.rates().clipGradient());
            state.optimizer.step(state.iteration, result.learningRate(), clipping);
        }
        return result;
    }
}
