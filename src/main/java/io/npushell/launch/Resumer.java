package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.Planner;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes of a session that ended the request for one that continues it from its newest complete checkpoint. */
public final class Resumer {
    private final SessionStore store;
    private final ProfileStore profiles;
    private final SummaryReader summaries;

    public Resumer(SessionStore store, ProfileStore profiles, SummaryReader summaries) {
        this.store = store;
        this.profiles = profiles;
        this.summaries = summaries;
    }

    /**
     * The request for the child.
     *
     * @param overrides the operator's {@code --set}, layer flag
     * @throws OperatorException CONFLICT where it still runs or another session went on with its output, NOT_FOUND without a complete
     *     checkpoint, USAGE where there is nothing left to train or it cannot be resumed at all
     */
    public Resumption resume(Session session, ResumeTarget target, Settings overrides) {
        ResumableOutput output = ResumableOutput.of(session, store, summaries);
        SessionSpec spec = session.spec();
        long trainIters = iterations(session, target, overrides, output.iteration());
        if (trainIters <= output.iteration()) {
            throw nothingLeft(session, trainIters, output.iteration());
        }
        ModelProfile profile = profiles.load(spec.request().profile());
        RunType runType = runType(spec);
        Settings settings = settings(spec, profile, runType, overrides, output.directory(), trainIters);
        LaunchRequest request = LaunchRequest.of(profile, runType, settings)
                .accepting(java.util.Set.copyOf(spec.run().accepted()))
                .named(ownName(spec), "")
                .continuing(session.id());
        return new Resumption(
                request,
                output.directory(),
                output.iteration(),
                trainIters,
                Stream.concat(
                                output.says().stream(),
                                says(spec, profile, runType, settings, output.iteration(), trainIters).stream())
                        .toList());
    }

    /** Whether it is worth offering to resume it, by its record alone. */
    public static boolean resumable(Session session) {
        return ResumableOutput.resumable(session);
    }

    /** The same with a look at its output: no other session may have written over it. */
    public static boolean canBeResumed(Session session, SessionStore store) {
        return ResumableOutput.canBeResumed(session, store);
    }

    /** A fine-tuning goes on as what it is; retrain is what goes on with a pretraining. */
    private static RunType runType(SessionSpec spec) {
        return RunType.find(spec.request().runType()).filter(RunType::finetunes).orElse(RunType.RETRAIN);
    }

    private static long iterations(Session session, ResumeTarget target, Settings overrides, long done) {
        if (target instanceof ResumeTarget.To to) {
            return to.iterations();
        }
        if (target instanceof ResumeTarget.More more) {
            return done + more.iterations();
        }
        return overrides
                .whole(ParameterNames.TRAIN_ITERS)
                .orElse(session.spec().training().trainIters());
    }

    private static OperatorException nothingLeft(Session session, long asked, long done) {
        String id = session.id().text();
        String sentence = asked == session.spec().training().trainIters()
                ? "session %s has trained all of its %d iterations".formatted(id, asked)
                : "session %s has %d iterations already, so %d leaves nothing to train".formatted(id, done, asked);
        return new OperatorException(
                ExitCode.USAGE,
                sentence,
                "resume %s --more 100   or   resume %s --to %d".formatted(id, id, done + 100));
    }

    private static Settings settings(
            SessionSpec spec,
            ModelProfile profile,
            RunType runType,
            Settings overrides,
            String output,
            long trainIters) {
        ParameterCatalog catalog = ParameterCatalog.standard();
        Settings settings = RecordedSettings.of(spec, profile, runType, overrides)
                .without(ParameterNames.TRAIN_ITERS, Origin.FLAG)
                .without(ParameterNames.EPOCHS, Origin.FLAG)
                .with(catalog.get(ParameterNames.TRAIN_ITERS), new Value.Whole(trainIters), Origin.FLAG);
        String model = runType.finetunes() ? spec.request().variables().getOrDefault("MODEL_PATH", output) : output;
        Optional<String> derived = Planner.settings(profile, runType, settings).text(ParameterNames.MODEL_PATH);
        return derived.filter(model::equals).isPresent()
                ? settings
                : settings.with(catalog.get(ParameterNames.MODEL_PATH), new Value.Text(model), Origin.FLAG);
    }

    /** "" where the name only says profile and run type, which are the child's own. */
    private static String ownName(SessionSpec spec) {
        return spec.request()
                        .name()
                        .equals(spec.request().profile() + "/" + spec.request().runType())
                ? ""
                : spec.request().name();
    }

    private static List<String> says(
            SessionSpec spec, ModelProfile profile, RunType runType, Settings settings, long done, long trainIters) {
        List<String> says = new ArrayList<>();
        if (trainIters == spec.training().trainIters()) {
            return says;
        }
        Settings complete = Planner.settings(profile, runType, settings);
        Optional<Schedule> before = Schedule.of(complete, spec.training().trainIters());
        Optional<Schedule> after = Schedule.of(complete, trainIters);
        String change = "TRAIN_ITERS %d → %d: warm-up and cosine are stretched to %d iterations"
                .formatted(spec.training().trainIters(), trainIters, trainIters);
        says.add(
                before.isEmpty() || after.isEmpty()
                        ? change
                        : change
                                + String.format(
                                        Locale.ROOT,
                                        ", so the learning rate at iteration %d becomes %.3E instead of %.3E",
                                        done + 1,
                                        after.get().at(done + 1),
                                        before.get().at(done + 1)));
        if (Engines.of(profile).guardsSchedule()) {
            says.add(
                    "Megatron stops on that with \"OptimizerParamScheduler: class input value … do not match\", unless "
                            + profile.script()
                            + " passes --override-opt_param-scheduler or --use-checkpoint-opt_param-scheduler");
        }
        return says;
    }
}
