package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;

/** The loop: iterations of forward, backward and step, a line for each, a checkpoint where one is due. */
final class Training {
    private final RunSettings settings;
    private final TrainingState state;
    private final TrainingStep step;
    private final CheckpointWriter checkpoints;
    private final TrainingLog log;
    private final StopRequest stop;
    private long savedIteration;

    private double losses;
    private double milliseconds;
    private int sinceLine;

    /**
     * A training about to begin or go on.
     *
     * @param savedIteration what the save directory already holds of the state, -1 for nothing
     */
    Training(
            RunSettings settings,
            TrainingState state,
            TrainingStep step,
            CheckpointWriter checkpoints,
            TrainingLog log,
            StopRequest stop,
            long savedIteration) {
        this.settings = settings;
        this.state = state;
        this.step = step;
        this.checkpoints = checkpoints;
        this.log = log;
        this.stop = stop;
        this.savedIteration = savedIteration;
    }

    /** Trains to the end or until asked to stop; returns the exit code. */
    int run() {
        log.line("training ...");
        log.dated("before the start of training step");
        while (state.iteration < settings.trainIterations() && !stop.asked()) {
            iterate();
            if (state.iteration % settings.saveInterval() == 0) {
                save();
            }
        }
        boolean stopped = state.iteration < settings.trainIterations();
        if (state.iteration > 0) {
            save();
        }
        if (stopped) {
            log.line("exiting program after receiving SIGTERM.");
            return ExitCode.TERMINATED.code();
        }
        log.dated("after training is done");
        return ExitCode.OK.code();
    }

    private void iterate() {
        long start = System.nanoTime();
        TrainingStep.Result result = step.run(state);
        milliseconds += (System.nanoTime() - start) / 1e6;
        losses += result.loss();
        sinceLine++;
        if (!result.finite()) {
            line(result);
            throw notANumber(result);
        }
        if (state.iteration % settings.logInterval() == 0) {
            line(result);
        }
    }

    private void line(TrainingStep.Result result) {
        log.iteration(
                state.iteration,
                settings.trainIterations(),
                state.consumedSamples,
                milliseconds / sinceLine,
                result.learningRate(),
                settings.batch().global(),
                losses / sinceLine,
                result.gradientNorm(),
                result.finite() ? 0 : 1);
        losses = 0;
        milliseconds = 0;
        sinceLine = 0;
    }

    private void save() {
        if (savedIteration == state.iteration) {
            return;
        }
        log.line("saving checkpoint at iteration %7d to %s", state.iteration, settings.save());
        checkpoints.save(state);
        savedIteration = state.iteration;
        log.line("  successfully saved checkpoint at iteration %7d to %s", state.iteration, settings.save());
    }

    private OperatorException notANumber(TrainingStep.Result result) {
        String last = savedIteration > 0 ? "iteration %d".formatted(savedIteration) : "none";
        return new OperatorException(
                ExitCode.FAILED,
                "iteration %d gave a loss of %s and a gradient norm of %s: training stops, the last checkpoint is %s"
                        .formatted(state.iteration, result.loss(), result.gradientNorm(), last),
                "try a smaller learning rate than '%s'"
                        .formatted(settings.rates().learningRate()));
    }
}
