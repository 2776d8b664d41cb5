package io.npushell.shell.sessions;

import io.npushell.launch.Resumer;
import io.npushell.launch.StopOutcome;
import io.npushell.process.Remains;
import io.npushell.session.Session;
import io.npushell.session.SessionState;
import io.npushell.shell.view.Spans;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What came of a stop, in words. */
final class StopWords {
    private StopWords() {}

    /** For scripts. */
    static String label(StopOutcome outcome) {
        if (outcome instanceof StopOutcome.Stopped) {
            return "stopped";
        }
        if (outcome instanceof StopOutcome.Killed) {
            return "killed";
        }
        if (outcome instanceof StopOutcome.CannotStop) {
            return "cannot-stop";
        }
        if (outcome instanceof StopOutcome.NeverStarted) {
            return "never-started";
        }
        return outcome instanceof StopOutcome.GivenUp ? "given-up" : "already-ended";
    }

    static String sentence(StopOutcome outcome) {
        String id = outcome.session().id().text();
        String session = "session " + id;
        if (outcome instanceof StopOutcome.GivenUp given) {
            return givenUp(given, session, id);
        }
        if (outcome instanceof StopOutcome.CannotStop stuck) {
            return session + " cannot be stopped: " + left(stuck.left());
        }
        if (outcome.session().state() == SessionState.COMPLETED) {
            return session + " had come to its end by itself and is completed.";
        }
        if (outcome instanceof StopOutcome.NeverStarted) {
            return session + " had not started yet and never will.";
        }
        if (outcome instanceof StopOutcome.Stopped stopped) {
            return session + " stopped after " + Spans.of(stopped.took()) + "; nothing of it is left."
                    + resume(stopped.session());
        }
        if (outcome instanceof StopOutcome.Killed killed) {
            return session + " did not end on TERM and was killed after " + Spans.of(killed.took())
                    + "; nothing of it is left.";
        }
        return session + " is " + outcome.session().state().label() + " already; there is nothing to stop.";
    }

    /** That the journal does not tell of it, or null. */
    static @Nullable String unwritten(StopOutcome outcome) {
        return outcome.unwritten() == null ? null : "its journal does not tell of this stop: " + outcome.unwritten();
    }

    private static String resume(Session session) {
        return Resumer.resumable(session) ? "  resume " + session.id().text() : "";
    }

    private static String givenUp(StopOutcome.GivenUp given, String session, String id) {
        if (given.left().isEmpty()) {
            return session + ": stop was interrupted, and nothing of it is left.  show " + id;
        }
        String processes =
                given.left().size() == 1 ? "1 process of it runs" : given.left().size() + " processes of it run";
        return given.signal() == null
                ? "stop given up before session " + id + " was sent a signal; it goes on.  stop " + id
                : "stop given up " + Spans.of(given.after()) + " after it began; session " + id + " was sent "
                        + given.signal() + ", " + processes + " still and no KILL follows.  stop " + id + " · show "
                        + id;
    }

    private static String left(List<Remains.Member> left) {
        List<Remains.Member> others = those(left, member -> !member.ours());
        List<Remains.Member> hung = those(left, member -> member.ours() && member.uninterruptible());
        if (!others.isEmpty()) {
            return "process " + Remains.named(others) + " belongs to user "
                    + others.get(0).user() + " and may not be signalled; stop it as "
                    + others.get(0).user() + " or as root.";
        }
        return hung.isEmpty()
                ? "even KILL left process " + Remains.named(left) + "."
                : "process " + Remains.named(hung)
                        + " hangs in the kernel (state D), waiting for a device or a file system; KILL takes effect"
                        + " when that answers. Until then its NPUs stay taken.";
    }

    private static List<Remains.Member> those(List<Remains.Member> members, Predicate<Remains.Member> wanted) {
        return members.stream().filter(wanted).toList();
    }
}
