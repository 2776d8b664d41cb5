package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.CommandText;
import io.npushell.profile.Engine;
import io.npushell.profile.RunType;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The output of a session that can be resumed: where, and how far it got. */
record ResumableOutput(String directory, long iteration) {
    private static final Set<String> RESUMABLE = Set.of(RunType.PRETRAIN.label(), RunType.RETRAIN.label());

    /** Refuses a session that cannot be resumed, with the reason. */
    static ResumableOutput of(Session session, SessionStore store, SummaryReader summaries) {
        String id = session.id().text();
        if (session.mark() != null && !session.state().active()) {
            throw new OperatorException(ExitCode.FAILED, "session " + id + " cannot be resumed: " + session.reason());
        }
        if (session.state().active()) {
            throw stillActive(summaries.refresh(session));
        }
        String directory = trainingOutput(session);
        requireNotMoved(session, store);
        requireStillItsOwn(session, directory, store, summaries);
        return checkpoint(id, directory);
    }

    private static OperatorException stillActive(Session session) {
        String id = session.id().text();
        long iteration = session.summary().iteration();
        String progress = iteration < 0
                ? ""
                : " (iteration " + iteration + " of " + session.spec().trainIters() + ")";
        return new OperatorException(
                ExitCode.CONFLICT,
                "session " + id + " is still " + session.state().label() + progress,
                "tail " + id + "   or   stop " + id);
    }

    private static String trainingOutput(Session session) {
        String id = session.id().text();
        String directory = session.spec().outputDirectory();
        if (directory == null) {
            throw new OperatorException(
                    ExitCode.USAGE, "session " + id + " trained nothing, so there is nothing to resume", "launch");
        }
        String runType = session.spec().runType();
        boolean embedded = session.spec().engine().equals(Engine.EMBEDDED.label());
        if (!embedded && !RESUMABLE.contains(runType)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "session " + id + " is " + runType.toUpperCase(Locale.ROOT)
                            + ", and the scripts resume only a pretraining: retrain loads whole models of pretrain",
                    "launch it anew with use " + session.spec().profile() + "/" + runType);
        }
        return directory;
    }

    private static void requireNotMoved(Session session, SessionStore store) {
        String id = session.id().text();
        SessionOutput.moved(session, store).ifPresent(moved -> {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "the output of session " + id + " was moved to " + moved,
                    goingOn(session.spec(), id, moved));
        });
    }

    /** A pretraining goes on from there, a fine-tuning can be tuned further; adapters are of use only when merged. */
    private static String goingOn(SessionSpec spec, String id, String moved) {
        RunType runType = RunType.find(spec.runType()).orElse(RunType.RETRAIN);
        String model = ", then set model-path " + CommandText.quote(moved);
        return switch (runType) {
            case PRETRAIN, RETRAIN -> "use " + spec.profile() + "/retrain" + model;
            case SFT -> "use " + spec.profile() + "/sft" + model;
            case LORA -> "weights merge " + id + "   or   use " + spec.profile() + "/lora, then launch";
        };
    }

    private static void requireStillItsOwn(
            Session session, String directory, SessionStore store, SummaryReader summaries) {
        List<Session> later = OutputLook.users(Path.of(directory), store).stream()
                .filter(other -> other.id().compareTo(session.id()) > 0)
                .map(summaries::refresh)
                .filter(other -> other.state().active() || other.summary().savedIteration() >= 0)
                .toList();
        if (!later.isEmpty()) {
            String other = later.get(0).id().text();
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "session " + other + " has since saved to the output of session "
                            + session.id().text(),
                    "resume " + other);
        }
    }

    private static ResumableOutput checkpoint(String id, String directory) {
        CheckpointFacts facts = Checkpoints.inspect(Path.of(directory));
        if (facts.iteration() < 0) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "session " + id + " has no complete checkpoint to resume from: "
                            + (facts.problem() == null ? "none in " + directory : facts.problem()),
                    "launch");
        }
        Optional<String> tracked = Checkpoints.tracker(Path.of(directory));
        if (!facts.tracker() || tracked.isEmpty() || tracked.get().equals("release")) {
            Path tracker = Path.of(directory).resolve(Checkpoints.TRACKER);
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "session " + id + " has a complete checkpoint of iteration " + facts.iteration() + ", but "
                            + tracker + " does not name it",
                    "!printf " + facts.iteration() + " >" + tracker);
        }
        return new ResumableOutput(directory, Long.parseLong(tracked.get()));
    }
}
