package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.plan.CommandText;
import io.npushell.plan.engine.Engines;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The output of a session that can be resumed.
 *
 * @param iteration it goes on from: the one the tracker names
 * @param says what the operator should know of whose that is, one sentence each
 */
record ResumableOutput(String directory, long iteration, List<String> says) {
    /**
     * Whether it is worth offering: it trained, has ended, its kind of training can be gone on with, and by its log there is something to go on from. Its
     * output is not looked at.
     */
    static boolean resumable(Session session) {
        SessionSpec spec = session.spec();
        // only the first node prints that it saves
        boolean saved =
                session.summary().savedIteration() >= 0 || spec.training().nodes() > 1;
        boolean wentOn =
                spec.request().parent() != null || spec.request().runType().equals(RunType.RETRAIN.label());
        return spec.run().outputDirectory() != null
                && !session.state().active()
                && !session.outOfReach()
                && canResume(spec)
                && (saved || wentOn);
    }

    /** The same with a look at what is there; of an output that is not mounted here nothing can be told. */
    static boolean canBeResumed(Session session, SessionStore store) {
        if (!resumable(session)
                || !Files.exists(Path.of(String.valueOf(session.spec().run().outputDirectory())))) {
            return resumable(session);
        }
        try {
            return of(session, store, new SummaryReader(store)).iteration() >= 0;
        } catch (OperatorException refused) {
            return false;
        }
    }

    /** Refuses a session that cannot be resumed, with the reason. */
    static ResumableOutput of(Session session, SessionStore store, SummaryReader summaries) {
        String id = session.id().text();
        if (session.outOfReach() && !session.state().active()) {
            throw new OperatorException(ExitCode.FAILED, "session " + id + " cannot be resumed: " + session.reason());
        }
        if (session.state().active()) {
            throw stillActive(summaries.refresh(session));
        }
        String directory = trainingOutput(session);
        SavedWork work = SavedWork.of(session, store).orElseThrow();
        requireNotMoved(session, work);
        long iteration = checkpoint(id, directory, work);
        requireStillItsOwn(session, work, store);
        return new ResumableOutput(directory, iteration, work.says());
    }

    /** An engine that this version does not have can go on with what all can. */
    private static boolean canResume(SessionSpec spec) {
        Optional<RunType> runType = RunType.find(spec.request().runType());
        return runType.filter(type -> Engines.standard()
                        .find(spec.request().engine())
                        .map(engine -> engine.resumes(type))
                        .orElse(!type.finetunes()))
                .isPresent();
    }

    private static OperatorException stillActive(Session session) {
        String id = session.id().text();
        long iteration = session.summary().iteration();
        String progress = iteration < 0
                ? ""
                : " (iteration " + iteration + " of "
                        + session.spec().training().trainIters() + ")";
        return new OperatorException(
                ExitCode.CONFLICT,
                "session " + id + " is still " + session.state().label() + progress,
                "tail " + id + "   or   stop " + id);
    }

    private static String trainingOutput(Session session) {
        String id = session.id().text();
        String directory = session.spec().run().outputDirectory();
        if (directory == null) {
            throw new OperatorException(
                    ExitCode.USAGE, "session " + id + " trained nothing, so there is nothing to resume", "launch");
        }
        String runType = session.spec().request().runType();
        if (!canResume(session.spec())) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "session " + id + " is " + runType.toUpperCase(Locale.ROOT)
                            + ", and the scripts resume only a pretraining: retrain loads whole models of pretrain",
                    "launch it anew with use " + session.spec().request().profile() + "/" + runType);
        }
        return directory;
    }

    private static void requireNotMoved(Session session, SavedWork work) {
        if (work.moved()) {
            String id = session.id().text();
            String moved = work.directory().toString();
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "the output of session " + id + " was moved to " + moved,
                    goingOn(session.spec(), id, moved));
        }
    }

    /** A pretraining goes on from there, a fine-tuning can be tuned further; adapters are of use only when merged. */
    private static String goingOn(SessionSpec spec, String id, String moved) {
        RunType runType = RunType.find(spec.request().runType()).orElse(RunType.RETRAIN);
        String model = ", then set model-path " + CommandText.quote(moved);
        return switch (runType) {
            case PRETRAIN, RETRAIN -> "use " + spec.request().profile() + "/retrain" + model;
            case SFT -> "use " + spec.request().profile() + "/sft" + model;
            case LORA -> "weights merge " + id + "   or   use " + spec.request().profile() + "/lora, then launch";
        };
    }

    /** What is loaded must be its own or of a session it goes on with itself; what a run outside npu-shell saved is the operator's affair. */
    private static void requireStillItsOwn(Session session, SavedWork work, SessionStore store) {
        DirectoryOwners.Entry loaded = work.loaded();
        Owner owner = loaded == null ? null : loaded.owner();
        if (owner == null) {
            return;
        }
        Session line = session;
        while (line != null && !owner.is(line)) {
            SessionId parent = line.spec().request().parent();
            line = parent == null ? null : store.find(parent.text()).orElse(null);
        }
        if (line == null) {
            boolean here = owner.elsewhere() == null;
            boolean offered = store.find(owner.id().text())
                    .map(new SummaryReader(store)::refresh)
                    .filter(other -> here && resumable(other))
                    .isPresent();
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    owner.text() + " has since saved to the output of session "
                            + session.id().text(),
                    offered
                            ? "resume " + owner.id().text()
                            : here
                                    ? "show " + owner.id().text()
                                    : "checkpoints "
                                            + CommandText.quote(work.directory().toString()));
        }
    }

    private static long checkpoint(String id, String directory, SavedWork work) {
        CheckpointFacts facts = Checkpoints.inspectLoaded(Path.of(directory));
        if (facts.iteration() < 0) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "session " + id + " has no complete checkpoint to resume from: "
                            + work.lost().orElse(facts.problem() == null ? "none in " + directory : facts.problem()),
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
        return Long.parseLong(tracked.get());
    }
}
