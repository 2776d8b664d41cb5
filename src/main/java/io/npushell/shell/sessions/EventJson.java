package io.npushell.shell.sessions;

import io.npushell.session.SessionSpec;
import io.npushell.shell.view.Output;
import io.npushell.trainlog.LogEvent;

/** One thing a log told, as an element of a JSON stream. */
final class EventJson {
    private EventJson() {}

    static void write(Output out, SessionSpec spec, LogEvent event) {
        if (event instanceof LogEvent.Iteration iteration) {
            out.record(
                    "iteration",
                    json -> json.field("id", spec.id().text())
                            .field("event", "iteration")
                            .field("iteration", iteration.iteration())
                            .field("train_iters", iteration.total())
                            .field("loss", iteration.loss())
                            .field("learning_rate", iteration.learningRate())
                            .field("grad_norm", iteration.gradNorm())
                            .field("elapsed_ms", iteration.elapsedMillis())
                            .field("tokens_per_second_per_device", speed(spec, iteration)));
        } else if (event instanceof LogEvent.CheckpointSaved saved) {
            checkpoint(out, spec, "checkpoint_saved", saved.iteration(), saved.directory());
        } else if (event instanceof LogEvent.CheckpointLoaded loaded) {
            checkpoint(out, spec, "checkpoint_loaded", loaded.iteration(), loaded.directory());
        } else if (event instanceof LogEvent.PhaseChange change) {
            out.record(
                    "event",
                    json -> json.field("id", spec.id().text())
                            .field("event", "phase")
                            .field("phase", change.phase().label()));
        } else if (event instanceof LogEvent.Failure failure) {
            out.record(
                    "event",
                    json -> json.field("id", spec.id().text())
                            .field("event", "failure")
                            .field("code", failure.kind().code())
                            .field("meaning", failure.kind().meaning())
                            .field("line", failure.line()));
        }
    }

    /** The manual's figure; NaN where the line has no time. */
    private static double speed(SessionSpec spec, LogEvent.Iteration iteration) {
        return spec.training().globalBatch()
                * spec.training().sequenceLength()
                / (spec.training().world() * iteration.elapsedMillis())
                * 1000;
    }

    private static void checkpoint(Output out, SessionSpec spec, String kind, long iteration, String directory) {
        out.record(
                "event",
                json -> json.field("id", spec.id().text())
                        .field("event", kind)
                        .field("iteration", iteration)
                        .field("directory", directory));
    }
}
