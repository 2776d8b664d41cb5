package io.npushell.shell.sessions;

import io.npushell.session.SessionSpec;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.Phase;
import io.npushell.trainlog.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/** Where a session is, as one line: phase and time while it prepares; bar, loss, speed and time left while it trains. */
final class ProgressLine {
    private static final int CELLS = 20;
    private static final Duration WORTH_SAYING = Duration.ofMinutes(1);

    private ProgressLine() {}

    /** For the status line of a terminal. */
    static Text status(SessionSpec spec, TrainingProgress progress, Duration running, Duration silent) {
        return line(spec, progress, running).plus(quiet(silent));
    }

    /** For where there is no status line: where it stands as one joins it, and how old that is. */
    static Text standing(SessionSpec spec, TrainingProgress progress, Duration running, Duration silent) {
        Text line = progress.iteration() < 0
                ? preparing(spec, progress, running)
                : Text.of("  ").plus(iteration(spec, progress)).plus(phase(progress));
        return line.plus("  last line " + Spans.of(silent) + " ago", Style.FAINT);
    }

    /** Said from a minute on: between two lines a minute is nothing. */
    private static Text quiet(Duration silent) {
        return silent.compareTo(WORTH_SAYING) < 0
                ? Text.empty()
                : Text.of("  last line " + Spans.of(silent) + " ago", Style.WARNING);
    }

    private static Text line(SessionSpec spec, TrainingProgress progress, Duration running) {
        if (progress.iteration() < 0) {
            return preparing(spec, progress, running);
        }
        long total = total(spec, progress);
        double share = total <= 0 ? 0 : Math.min(1, (double) progress.iteration() / total);
        int filled = (int) Math.round(share * CELLS);
        Text line = Text.of("  iter " + progress.iteration() + "/" + total + "  ")
                .plus("█".repeat(filled), Style.GOOD)
                .plus("░".repeat(CELLS - filled), Style.FAINT)
                .plus(String.format(Locale.ROOT, "  %.0f %%", share * 100));
        return line.plus(figures(spec, progress)).plus(phase(progress));
    }

    /** For a stream of lines: one iteration with what it tells. */
    static Text iteration(SessionSpec spec, TrainingProgress progress) {
        return Text.of("iteration " + progress.iteration() + "/" + total(spec, progress))
                .plus(figures(spec, progress));
    }

    static double tokensPerSecond(SessionSpec spec, TrainingProgress progress) {
        OptionalDouble speed = progress.tokensPerSecondPerDevice(
                spec.training().globalBatch(),
                spec.training().sequenceLength(),
                spec.training().world());
        return speed.orElse(Double.NaN);
    }

    private static Text preparing(SessionSpec spec, TrainingProgress progress, Duration running) {
        Text line = Text.of("  " + spec.id().text() + " " + spec.request().profile() + "/"
                        + spec.request().runType() + "  ")
                .plus(progress.phase().label() + " … ", Style.ACCENT);
        for (LogEvent.DataProgress data : progress.data()) {
            String tokens = data.tokens() < 0 ? "" : String.format(Locale.ROOT, ", %,d tokens", data.tokens());
            line = line.plus(String.format(Locale.ROOT, "%,d documents%s  ", data.documents(), tokens));
        }
        if (progress.phase() == Phase.CONVERTING_WEIGHTS) {
            for (LogEvent.WeightsProgress weights : progress.weights()) {
                line = line.plus(String.format(
                        Locale.ROOT,
                        "%d/%d tensors  %.1f GiB  %.0f MiB/s  %.0f %%  ",
                        weights.tensors(),
                        weights.allTensors(),
                        weights.written(),
                        weights.speed(),
                        weights.percent()));
            }
        }
        return line.plus(Spans.clock(running));
    }

    private static Text figures(SessionSpec spec, TrainingProgress progress) {
        Text line = Text.empty();
        if (!Double.isNaN(progress.lastLoss())) {
            boolean falls = progress.lastLoss() < progress.firstLoss();
            line = line.plus(String.format(Locale.ROOT, "  loss %.4f", progress.lastLoss()))
                    .plus(falls ? " ↓" : "", Style.GOOD);
        }
        double speed = tokensPerSecond(spec, progress);
        if (!Double.isNaN(speed)) {
            line = line.plus(String.format(Locale.ROOT, "  %.0f tok/s/p", speed));
        }
        OptionalDouble seconds = progress.secondsPerIteration();
        if (seconds.isPresent()) {
            line = line.plus(String.format(
                    Locale.ROOT, seconds.getAsDouble() < 1 ? "  %.2f s/it" : "  %.1f s/it", seconds.getAsDouble()));
        }
        OptionalDouble left = progress.secondsLeft();
        return left.isPresent() && left.getAsDouble() > 0
                ? line.plus("  ETA " + Spans.of(Duration.ofSeconds(Math.round(left.getAsDouble()))))
                : line;
    }

    private static Text phase(TrainingProgress progress) {
        return progress.phase() == Phase.TRAINING
                ? Text.empty()
                : Text.of("  " + progress.phase().label() + " …", Style.ACCENT);
    }

    private static long total(SessionSpec spec, TrainingProgress progress) {
        return progress.total() > 0 ? progress.total() : spec.training().trainIters();
    }
}
