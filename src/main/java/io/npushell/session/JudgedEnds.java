package io.npushell.session;

import io.npushell.session.EndJudge.Ended;
import io.npushell.session.StateFiles.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;

/**
 * Has the end of a training judged by its log and writes the verdict into the journal: it is passed once, and every shell then sees the same.
 *
 * <p>A journal that cannot be written, or a log that cannot be read, leaves it to the next who looks.
 */
record JudgedEnds(EndJudge judge, Clock clock) {

    Observation judged(SessionSpec spec, SessionFiles files, Observation seen) throws IOException {
        Optional<Exit> exit = files.exit();
        if (seen.state().active() || seen.mark() != null || exit.isEmpty() || !due(spec, files)) {
            return seen;
        }
        StopTrail trail = files.stopTrail();
        if (trail.verdict() != null) {
            return seen;
        }
        Optional<Observation> verdict = judge.judge(new Ended(
                        spec,
                        files.log(),
                        files.state().training().map(StateFiles.Runner::since).orElse(null),
                        exit.orElseThrow().code(),
                        trail.asked(),
                        files.state().outOfMemory()))
                .map(end -> new Observation(end.state(), end.reason(), end.mark()));
        verdict.ifPresent(observation -> remember(files, observation));
        return verdict.orElse(seen);
    }

    /** A step that is not the training's is judged by its exit code alone, and so is what never came to the training. */
    private static boolean due(SessionSpec spec, SessionFiles files) {
        return spec.run().versions().containsKey(EndJudge.RULES)
                && spec.request().steps().contains("train")
                && files.state().training().isPresent()
                && Files.exists(files.log());
    }

    private void remember(SessionFiles files, Observation verdict) {
        try {
            files.journal().append(StopTrail.judged(clock.instant(), verdict));
        } catch (IOException e) {
            // judged anew by whoever looks next
        }
    }
}
