package io.npushell.launch;

import io.npushell.session.EndJudge;
import io.npushell.session.SessionState;
import io.npushell.trainlog.TrainingEnd;
import io.npushell.trainlog.TrainingVerdict;
import io.npushell.weights.NewestCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Judges the end of a session's training by its log and by what it left on the disk; the rules are {@link TrainingVerdict}'s. */
public final class LogVerdicts implements EndJudge {
    /** The rules that a session launched now is judged by; raised where they would judge an ended session otherwise. */
    static final String CURRENT = "1";

    @Override
    public Optional<Verdict> judge(Ended end) {
        try {
            TrainingEnd training = TrainingEnd.read(end.log());
            TrainingVerdict verdict =
                    training.told().orElseGet(() -> TrainingVerdict.of(training.evidence(), outside(end)));
            return Optional.of(verdict(verdict));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static TrainingVerdict.Outside outside(Ended end) {
        String output = end.spec().run().outputDirectory();
        return new TrainingVerdict.Outside(
                end.exitCode(),
                end.stopAsked(),
                end.outOfMemory() != null,
                output == null ? -1 : NewestCheckpoint.of(Path.of(output), end.started()));
    }

    private static Verdict verdict(TrainingVerdict verdict) {
        return switch (verdict.outcome()) {
            case COMPLETED ->
                new Verdict(SessionState.COMPLETED, null, verdict.endSeen() ? null : EndJudge.END_NOT_SEEN);
            case STOPPED -> new Verdict(SessionState.STOPPED, verdict.reason(), null);
            case FAILED -> new Verdict(SessionState.FAILED, verdict.reason(), null);
        };
    }
}
