package io.npushell.session;

import io.npushell.process.HostFacts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes into the journal, once, that a session was found lost or interrupted: who cannot look, or looks when docker is down, then knows it too, and who can
 * need not look again.
 *
 * <p>Only the user who ran it, or root, sees all that may be left of it. A journal that cannot be written leaves it as it is: seen, and looked for anew.
 */
record SeenEnds(Vitals vitals, Clock clock, GivenUp givenUp) {
    private static final Duration RECENT = Duration.ofDays(1);

    /** Of a session made shortly before: its shell was killed before it could give it up, and its supervisor may still come. */
    void remember(SessionFiles files, Observation seen, Instant created) {
        boolean recent = Duration.between(created, clock.instant()).abs().compareTo(RECENT) < 0;
        if (recent
                && SessionObserver.NEVER_STARTED.equals(seen.reason())
                && files.state().supervisor().isEmpty()
                && !GivenUp.of(files.directory())) {
            givenUp.declare(files.directory());
        }
        remember(files, seen);
    }

    private void remember(SessionFiles files, Observation seen) {
        if (seen.mark() != null || !StopTrail.UNSEEN.contains(seen.state())) {
            return;
        }
        try {
            if (files.stopTrail().end() == null && allSeen(files)) {
                files.journal()
                        .append(StopTrail.seen(
                                clock.instant(), seen, HostFacts.here().host()));
            }
        } catch (IOException e) {
            // a file system gone read-only; nothing of the answer depends on it
        }
    }

    private boolean allSeen(SessionFiles files) {
        StateFiles state = files.state();
        // else nothing says that it was this host's
        boolean known = state.training().or(state::supervisor).isPresent();
        return known && vitals.seesAll(files.training());
    }
}
