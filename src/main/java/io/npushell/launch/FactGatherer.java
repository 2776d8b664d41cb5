package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.data.Tokenizers;
import io.npushell.device.NpuProbe;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.Facts;
import io.npushell.plan.Machine;
import io.npushell.plan.Planner;
import io.npushell.plan.Step;
import io.npushell.plan.WorkTree;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.session.SessionStore;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TrackerProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at the world for a plan: NPUs, script, data, checkpoints, output, disk. Never throws for what is missing or broken. */
public final class FactGatherer {
    private final MachineFinder machines;
    private final Function<Path, SessionStore> stores;
    private final @Nullable ContainerLook containers;
    private final @Nullable NpuLook npus;

    /**
     * Names whom to ask.
     *
     * @param stores the sessions of a work-dir
     */
    public FactGatherer(NpuProbe probe, Function<Path, SessionStore> stores) {
        this(probe, stores, null);
    }

    /**
     * The same on a host that may have containers.
     *
     * @param containers null for none
     */
    public FactGatherer(NpuProbe probe, Function<Path, SessionStore> stores, @Nullable ContainerLook containers) {
        this(probe, stores, containers, null);
    }

    /**
     * The same where it can be told who has the NPUs.
     *
     * @param npus null where only what npu-smi lists is known
     */
    public FactGatherer(
            NpuProbe probe,
            Function<Path, SessionStore> stores,
            @Nullable ContainerLook containers,
            @Nullable NpuLook npus) {
        this.machines = new MachineFinder(probe);
        this.stores = stores;
        this.containers = containers;
        this.npus = npus;
    }

    /** The locks of this machine's NPUs, or null where none are taken. */
    @Nullable NpuLocks npuLocks() {
        return npus == null ? null : npus.locks();
    }

    /** What a lock says of who holds it. */
    String npuHolder(Path lock, Path workDir) {
        return npus == null ? "another training" : npus.holder(lock, workDir);
    }

    /** All facts; about an assumed machine only itself and our sessions, as its files are not here. */
    public Facts gather(LaunchRequest request) {
        return gather(request, located(request));
    }

    /**
     * The same for whoever has looked for the code package and the weights already.
     *
     * @param located what {@link #located} gave for the request
     */
    Facts gather(LaunchRequest request, Settings located) {
        ModelProfile profile = request.profile();
        Settings settings = Planner.settings(profile, request.runType(), located);
        Path workDir = Path.of(settings.text(ParameterNames.WORK_DIR).orElse("/"));
        SessionStore store = stores.apply(workDir);
        SessionPaths paths = SessionPaths.of(settings, store);
        Map<String, String> resolved = paths.directories();
        if (request.assumed() != null) {
            return Facts.unseen(request.assumed(), resolved);
        }
        WorkTree tree = WorkTree.of(workDir.toString(), profile);
        Path directory = Path.of(tree.output(request.runType()));
        Facts.Output output =
                OutputLook.output(directory, store, stores, request.parent(), SameTraining.of(request, settings));
        String loaded = settings.text(ParameterNames.MODEL_PATH).orElse("");
        if (request.runType() == RunType.RETRAIN
                && RealPath.same(resolved.getOrDefault(loaded, loaded), RealPath.of(directory))) {
            output = output.goneOnWith();
        }
        boolean resumed = resumesFineTuning(request, output);
        Facts.Weights weights = resumed ? null : weights(request, settings, tree, store, resolved);
        Facts.Container container = containers == null ? null : containers.look(settings, directory);
        NpuLook.Seen npusSeen =
                npus == null || !Engines.of(profile).needsNpus() ? null : npus.facts(settings, container);
        return new Facts(
                        npusSeen == null
                                ? machine(profile, settings)
                                : MachineFinder.of(npusSeen.board().inventory(), settings),
                        resolved,
                        script(profile, settings),
                        DataLook.raw(settings),
                        DataLook.dataset(settings, store),
                        tokenizer(profile, settings),
                        resumed
                                ? checkpoint(directory, true)
                                : willBeMade(request, weights, settings) ? null : model(settings, resolved),
                        output,
                        OutputLook.disk(directory))
                .with(weights, export(request, settings, tree, directory, store, resolved))
                .in(container)
                .on(npusSeen == null ? null : npusSeen.npus())
                .remarking(paths.remarks());
    }

    /** A child of a fine-tuning goes on in the output of its parent; model-path is still what that one started from. */
    private static boolean resumesFineTuning(LaunchRequest request, Facts.Output output) {
        return Engines.of(request.profile()).resumes(request.runType())
                && request.runType().finetunes()
                && output.inherited()
                && output.iteration() >= 0;
    }

    /** Where the weights step runs first, the checkpoint that the training loads is not to be judged by what is there now. */
    private static boolean willBeMade(LaunchRequest request, Facts.@Nullable Weights weights, Settings settings) {
        boolean runs = request.only().isEmpty() || request.only().contains(Step.Kind.WEIGHTS);
        return runs
                && weights != null
                && weights.problem() == null
                && weights.state() != Step.State.DONE
                && settings.text(ParameterNames.MODEL_PATH)
                        .filter(weights.target()::equals)
                        .isPresent();
    }

    private static Facts.@Nullable Weights weights(
            LaunchRequest request, Settings settings, WorkTree tree, SessionStore store, Map<String, String> resolved) {
        boolean wanted = request.runType().finetunes() || request.only().contains(Step.Kind.WEIGHTS);
        String chosen = request.settings()
                .find(ParameterNames.MODEL_PATH)
                .filter(setting -> setting.origin() != Origin.DERIVED)
                .map(setting -> setting.value().text())
                .orElse(null);
        boolean elsewhere = !request.runType().finetunes();
        String directory = chosen == null ? null : resolved.getOrDefault(chosen, chosen);
        return wanted
                ? WeightsLook.look(
                        settings,
                        request.profile().family(),
                        request.profile().shape(),
                        tree,
                        elsewhere ? null : ExportLook.chosen(directory),
                        store)
                : null;
    }

    private static Facts.@Nullable Export export(
            LaunchRequest request,
            Settings settings,
            WorkTree tree,
            Path output,
            SessionStore store,
            Map<String, String> resolved) {
        boolean alone =
                request.only().contains(Step.Kind.EXPORT) && !request.only().contains(Step.Kind.TRAIN);
        if (!alone && !settings.is(ParameterNames.EXPORT, "on")) {
            return null;
        }
        String named = settings.find(ParameterNames.MODEL_PATH)
                .filter(setting -> alone && setting.origin() == Origin.FLAG)
                .map(setting -> setting.value().text())
                .orElse("");
        Path source = ExportLook.chosen(resolved.getOrDefault(named, named));
        return ExportLook.look(settings, tree, request, source == null ? output : source, store);
    }

    /** This machine, as the profile's engine sees it; {@code settings} need only say NNODES. */
    public Machine machine(ModelProfile profile, Settings settings) {
        return machines.find(profile, settings);
    }

    /** The settings of a request, complete, with the code package where it was found. */
    public Settings settings(LaunchRequest request) {
        return Planner.settings(request.profile(), request.runType(), withCode(request));
    }

    /** The settings to plan with: the code package where it was found, if the operator does not say. */
    public Settings located(LaunchRequest request) {
        return withConvertedWeights(request, withCode(request));
    }

    /** The directory of converted weights that fits, where the operator names none and the usual one holds others. */
    private Settings withConvertedWeights(LaunchRequest request, Settings settings) {
        if (!request.runType().finetunes() || settings.has(ParameterNames.MODEL_PATH) || request.assumed() != null) {
            return settings;
        }
        Settings whole = Planner.settings(request.profile(), request.runType(), settings);
        Path workDir = Path.of(whole.text(ParameterNames.WORK_DIR).orElse("/"));
        Facts.Weights weights = WeightsLook.look(
                whole,
                request.profile().family(),
                request.profile().shape(),
                WorkTree.of(workDir.toString(), request.profile()),
                null,
                stores.apply(workDir));
        return weights == null
                ? settings
                : settings.with(
                        ParameterCatalog.standard().get(ParameterNames.MODEL_PATH),
                        new Value.Text(weights.target()),
                        Origin.DERIVED);
    }

    private static Settings withCode(LaunchRequest request) {
        Settings settings = request.settings();
        if (!Engines.of(request.profile()).needsCodePackage() || settings.has(ParameterNames.CODE_DIR)) {
            return settings;
        }
        return Planner.settings(request.profile(), request.runType(), settings)
                .text(ParameterNames.WORK_DIR)
                .flatMap(workDir -> CodeDirectory.find(Path.of(workDir)))
                .map(found -> settings.with(
                        ParameterCatalog.standard().get(ParameterNames.CODE_DIR),
                        new Value.Text(found.toString()),
                        Origin.DERIVED))
                .orElse(settings);
    }

    /** A script that comes with us is there: only one of a code package is looked for. */
    private static Facts.@Nullable Script script(ModelProfile profile, Settings settings) {
        String code = settings.text(ParameterNames.CODE_DIR).orElse("");
        return !Engines.of(profile).needsCodePackage() || code.isEmpty()
                ? null
                : ScriptReader.read(Path.of(code), profile.script());
    }

    private static Facts.@Nullable Tokenizer tokenizer(ModelProfile profile, Settings settings) {
        String text = settings.text(ParameterNames.TOKENIZER_PATH).orElse("");
        if (text.isEmpty()) {
            return null;
        }
        Path directory = Path.of(text);
        Set<String> files = profile.tokenizerFiles().stream()
                .filter(file -> Files.isRegularFile(directory.resolve(file)))
                .collect(Collectors.toSet());
        return new Facts.Tokenizer(text, Files.isDirectory(directory), files, readable(directory));
    }

    private static String readable(Path directory) {
        try {
            return Tokenizers.files(directory).stream()
                    .map(file -> file.getFileName().toString())
                    .collect(Collectors.joining(" and "));
        } catch (OperatorException none) {
            return "";
        }
    }

    private static Facts.@Nullable Checkpoint model(Settings settings, Map<String, String> resolved) {
        String text = settings.text(ParameterNames.MODEL_PATH).orElse("");
        String directory = resolved.getOrDefault(text, text);
        return directory.startsWith("/") ? checkpoint(Path.of(directory), false) : null;
    }

    private static Facts.Checkpoint checkpoint(Path directory, boolean mayBeAdapters) {
        CheckpointFacts facts = Checkpoints.inspectLoaded(directory);
        boolean unfit = facts.problem() == null && facts.adapters() && !mayBeAdapters;
        return new Facts.Checkpoint(
                directory.toString(),
                facts.exists(),
                facts.tracker(),
                facts.iteration(),
                facts.tensorParallel(),
                facts.pipelineParallel(),
                facts.hasOptimizer(),
                facts.trainIters(),
                facts.globalBatch(),
                facts.shape(),
                TrackerProblem.of(directory).orElse(""),
                unfit ? "it holds LoRA adapters, not a whole model" : facts.problem(),
                facts.unread());
    }
}
