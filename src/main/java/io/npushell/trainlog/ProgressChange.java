package io.npushell.trainlog;

import java.util.ArrayList;
import java.util.List;

/** The mutable half of {@link TrainingProgress}: takes events, then gives the next value. */
final class ProgressChange {
    private Phase phase = Phase.STARTING;
    private long iteration = -1;
    private long firstIteration = -1;
    private long total = -1;
    private double firstLoss = Double.NaN;
    private double lastLoss = Double.NaN;
    private double validationLoss = Double.NaN;
    private long globalBatch = -1;
    private long loadedIteration = -1;
    private long savedIteration = -1;
    private long nanLosses;
    private long skippedIterations;
    private List<Double> losses = new ArrayList<>();
    private List<Double> millis = new ArrayList<>();
    private List<LogEvent.DataProgress> data = List.of();
    private List<LogEvent.WeightsProgress> weights = List.of();
    private FailureTrail failures = FailureTrail.NONE;
    private boolean done;
    private String announced = "";

    ProgressChange() {}

    ProgressChange(TrainingProgress from) {
        phase = from.phase();
        iteration = from.iteration();
        firstIteration = from.firstIteration();
        total = from.total();
        firstLoss = from.firstLoss();
        lastLoss = from.lastLoss();
        validationLoss = from.validationLoss();
        globalBatch = from.globalBatch();
        loadedIteration = from.loadedIteration();
        savedIteration = from.savedIteration();
        nanLosses = from.nanLosses();
        skippedIterations = from.skippedIterations();
        losses = new ArrayList<>(from.losses());
        millis = new ArrayList<>(from.millis());
        data = from.data();
        weights = from.weights();
        failures = from.failures();
        done = from.done();
        announced = from.announced();
    }

    ProgressChange take(LogEvent event) {
        failures = failures.with(event, iteration);
        if (event instanceof LogEvent.Iteration line) {
            iteration(line);
        } else if (event instanceof LogEvent.PhaseChange change) {
            phase = change.phase();
            done |= phase == Phase.ENDING;
            if (phase == Phase.LOADING) {
                goesOn();
            }
        } else if (event instanceof LogEvent.EndAnnounced end) {
            announced = end.why();
        } else if (event instanceof LogEvent.CheckpointSaved saved) {
            savedIteration = saved.iteration();
        } else if (event instanceof LogEvent.CheckpointLoaded loaded) {
            loadedIteration = loaded.iteration();
        } else if (event instanceof LogEvent.Validation validation) {
            validationLoss = validation.loss();
        } else if (event instanceof LogEvent.DataProgress progress) {
            data = List.of(progress);
        } else if (event instanceof LogEvent.WeightsProgress progress) {
            weights = List.of(progress);
        }
        return this;
    }

    TrainingProgress done() {
        return new TrainingProgress(
                phase,
                iteration,
                firstIteration,
                total,
                firstLoss,
                lastLoss,
                validationLoss,
                globalBatch,
                loadedIteration,
                savedIteration,
                nanLosses,
                skippedIterations,
                losses,
                millis,
                data,
                weights,
                done,
                announced,
                failures);
    }

    private void iteration(LogEvent.Iteration line) {
        goesOn();
        boolean again = line.iteration() == iteration; // several ranks may print the same one
        iteration = line.iteration();
        firstIteration = firstIteration < 0 ? iteration : firstIteration;
        total = line.total() >= 0 ? line.total() : total;
        globalBatch = line.globalBatch() > 0 ? line.globalBatch() : globalBatch;
        if (again) {
            return;
        }
        skippedIterations += Math.max(0, line.skippedIterations());
        if (line.elapsedMillis() > 0) {
            keep(millis, line.elapsedMillis());
        }
        if (Double.isNaN(line.loss())) {
            nanLosses += line.lossIsNan() ? 1 : 0; // a skipped step has no loss to print, nor has a line that was cut
            return;
        }
        firstLoss = Double.isNaN(firstLoss) ? line.loss() : firstLoss;
        lastLoss = line.loss();
        keep(losses, lastLoss);
    }

    /** An end that was told of was none, or that of an earlier run. */
    private void goesOn() {
        done = false;
        announced = "";
    }

    private static void keep(List<Double> recent, double value) {
        recent.add(value);
        if (recent.size() > TrainingProgress.RECENT) {
            recent.remove(0);
        }
    }
}
