package io.npushell.session;

import io.npushell.session.StateFiles.Exit;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the journal knows of a stop and of the end.
 *
 * @param asked whether it was asked to stop before it ended; by the order of the lines, as clocks jump
 * @param givenUp whether whoever asked last stopped waiting for it
 * @param killed when KILL was sent, or null
 * @param end the event "ended" of whoever knows most of it, or null
 * @param verdict the first event "ended" that says what the log of a training tells, or null
 */
record StopTrail(
        boolean asked,
        boolean givenUp,
        @Nullable Instant killed,
        @Nullable SessionEvent end,
        @Nullable SessionEvent verdict) {
    static final String ENDED = "ended";

    private static final String LOG = "log";

    /** Ends that were only found to have happened. */
    static final Set<SessionState> UNSEEN = Set.of(SessionState.LOST, SessionState.INTERRUPTED);

    static StopTrail of(List<SessionEvent> events) {
        boolean asked = false;
        boolean givenUp = false;
        Instant killed = null;
        SessionEvent end = null;
        SessionEvent verdict = null;
        for (SessionEvent event : events) {
            if (event.kind().equals(ENDED) && LOG.equals(event.details().get("by"))) {
                verdict = verdict == null ? event : verdict;
            } else if (event.kind().equals(ENDED)) {
                // who only saw that it is gone may have been faster than who knows how it ended
                end = end == null || knowledge(event) > knowledge(end) ? event : end;
            } else if (end == null) {
                switch (event.kind()) {
                    case "stop-asked" -> {
                        asked = true;
                        givenUp = false;
                    }
                    case "killed" -> killed = event.time();
                    case "stop-given-up" -> {
                        givenUp = true;
                        // whoever asked had sent no signal yet, so it was never told
                        asked = asked && !"none".equals(event.details().get("signal"));
                    }
                    default -> {}
                }
            }
        }
        return new StopTrail(asked, givenUp, killed, end, verdict);
    }

    /** The exit code that the supervisor wrote to the journal; who else saw an end knows none. */
    Optional<Exit> exit() {
        String code = end == null ? null : code(end);
        return end == null || code == null || !code.matches("\\d{1,3}")
                ? Optional.empty()
                : Optional.of(new Exit(Integer.parseInt(code), end.time(), false));
    }

    /** The end as whoever could tell saw it and wrote it down, where the supervisor did not; never a good one. */
    Optional<Observation> seen() {
        return observation(end).filter(seen -> seen.state() != SessionState.COMPLETED);
    }

    /** The end as the log tells it. */
    Optional<Observation> judged() {
        return observation(verdict);
    }

    private static Optional<Observation> observation(@Nullable SessionEvent event) {
        Map<String, String> details = event == null ? Map.of() : event.details();
        String reason = details.get("reason");
        return Arrays.stream(SessionState.values())
                .filter(state -> !state.active())
                .filter(state -> state.label().equals(details.get("state")))
                .map(state -> new Observation(state, "".equals(reason) ? null : reason, details.get("mark")))
                .findFirst();
    }

    /** The event that {@link #judged} reads. */
    static SessionEvent judged(Instant time, Observation observation) {
        String mark = observation.mark();
        Map<String, String> details =
                new LinkedHashMap<>(seen(time, observation, LOG).details());
        if (mark != null) {
            details.put("mark", mark);
        }
        return new SessionEvent(time, ENDED, details);
    }

    /** The event that {@link #seen} reads; by says which host saw it, or which command. */
    static SessionEvent seen(Instant time, Observation observation, String by) {
        String reason = observation.reason();
        Map<String, String> details = new LinkedHashMap<>();
        details.put("state", observation.state().label());
        details.put("reason", reason == null ? "" : reason);
        details.put("by", by);
        return new SessionEvent(time, ENDED, details);
    }

    /** When it ended; null where it was only found to be over later. */
    @Nullable Instant ended() {
        boolean foundLater =
                seen().filter(seen -> UNSEEN.contains(seen.state())).isPresent();
        return end == null || foundLater ? null : end.time();
    }

    /** The supervisor knows most, then who stopped it. */
    private static int knowledge(SessionEvent end) {
        boolean stopped = SessionState.STOPPED.label().equals(end.details().get("state"));
        return code(end) != null ? 2 : stopped ? 1 : 0;
    }

    private static @Nullable String code(SessionEvent end) {
        return end.details().get("code");
    }
}
