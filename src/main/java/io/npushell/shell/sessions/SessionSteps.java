package io.npushell.shell.sessions;

import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.session.StepMark;
import io.npushell.shell.view.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps a session was asked for, each with how far it came. */
final class SessionSteps {
    private SessionSteps() {}

    /**
     * One of them.
     *
     * @param state "done", "failed", "stopped", "running", "cut off", "to come" or "not reached"; "" where the session has no record of its steps
     * @param mark null where it was not reached
     */
    record Progress(String step, String state, @Nullable StepMark mark) {

        /** "data done, 2 s". */
        String text(Instant now) {
            StepMark reached = mark;
            if (reached == null) {
                return (step + " " + state).strip();
            }
            Instant ended = reached.ended();
            if (ended != null) {
                return step + " " + state + ", " + Spans.of(Duration.between(reached.begun(), ended));
            }
            return state.equals("running")
                    ? step + " running for " + Spans.of(Duration.between(reached.begun(), now))
                    : step + " " + state;
        }
    }

    static List<Progress> of(Session session, List<StepMark> marks) {
        List<Progress> steps = new ArrayList<>();
        List<StepMark> left = new ArrayList<>(marks);
        boolean unrecorded = marks.isEmpty() && session.started() != null;
        for (String step : session.spec().request().steps()) {
            boolean reached = !left.isEmpty() && left.get(0).step().equals(step);
            StepMark mark = reached ? left.remove(0) : null;
            steps.add(new Progress(step, unrecorded ? "" : state(session, mark, left.isEmpty()), mark));
        }
        return steps;
    }

    /** Of the last one reached the exit code is not all: behind a pipe it says nothing, and the log has the word. */
    private static String state(Session session, @Nullable StepMark mark, boolean last) {
        boolean active = session.state().active();
        if (mark == null) {
            return active ? "to come" : "not reached";
        }
        Integer exitCode = mark.exitCode();
        if (exitCode == null) {
            return active ? "running" : "cut off";
        }
        if (exitCode == 0 && last && mark.step().equals("train")) {
            return switch (session.state()) {
                case FAILED -> "failed";
                case STOPPED -> "cut off";
                default -> "done";
            };
        }
        if (exitCode == 0) {
            return "done";
        }
        return last && session.state() == SessionState.STOPPED ? "stopped" : "failed";
    }
}
