package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.model.ModelFamilies;
import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Step;
import io.npushell.plan.WorkTree;
import io.npushell.session.SessionStore;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.HfConfig;
import io.npushell.weights.convert.Manifest;
import io.npushell.weights.convert.MegatronModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a checkpoint that is to be merged, at the model its other files come from, and at what has been merged of it. */
final class ExportLook {
    private ExportLook() {}

    static Facts.Export look(Settings settings, WorkTree tree, LaunchRequest request, Path source, SessionStore store) {
        Path hf = DataLook.path(settings, ParameterNames.HF_PATH).orElse(null);
        String original =
                hf != null && usable(hf, ModelFamilies.with(request.profile().family())) ? hf.toString() : null;
        CheckpointFacts facts = Checkpoints.inspect(source);
        String tracker = Checkpoints.tracker(source).orElse("");
        boolean named = request.iteration() >= 0;
        long iteration =
                named ? request.iteration() : tracker.matches("\\d+") ? Long.parseLong(tracker) : facts.iteration();
        String problem = facts.problem();
        if (problem == null && tracker.isEmpty() && !named) {
            problem = "'" + source.resolve(Checkpoints.TRACKER) + "' is missing";
        }
        if (problem == null && facts.core()) {
            problem = MegatronModel.coreNames(source);
        }
        Path base = facts.adapters() ? base(source, iteration, tree, store) : null;
        if (problem == null && facts.adapters() && base == null) {
            problem = "'" + source + "' holds LoRA adapters, and the model they belong to is not there";
        }
        Path target = target(source, tree, request.runType(), Math.max(0, iteration));
        Map<String, String> manifest = Manifest.read(target);
        boolean there = Files.exists(target.resolve("config.json"))
                && manifest.getOrDefault("source", "").equals(source.toString())
                && manifest.getOrDefault("source-state", "").equals(state(source, iteration));
        Step.State state = there ? Step.State.DONE : manifest.isEmpty() ? Step.State.TO_DO : Step.State.STALE;
        String note = switch (state) {
            case DONE -> "done, iteration " + iteration;
            case STALE -> "stale: made from another state of the checkpoint";
            case TO_DO -> "to do";
        };
        DirectoryUse use = new DirectoryUse(store.list());
        String writer = use.writer(source);
        return new Facts.Export(
                source.toString(),
                problem,
                original,
                target.toString(),
                state,
                note,
                use.user(target),
                writer == null && original != null ? use.writer(Path.of(original)) : writer,
                base == null ? null : base.toString(),
                request.iteration());
    }

    /** What the training that saved the adapters had loaded; the converted weights where nobody knows. */
    private static @Nullable Path base(Path source, long iteration, WorkTree tree, SessionStore store) {
        return DirectoryOwners.of(source, store)
                .entry(iteration)
                .flatMap(entry -> Optional.ofNullable(entry.owner()))
                .filter(owner -> owner.elsewhere() == null)
                .flatMap(owner -> store.find(owner.id().text()))
                .map(session -> session.spec().request().variables().getOrDefault("MODEL_PATH", ""))
                .filter(text -> !text.isEmpty())
                .or(() -> Optional.of(tree.convertedWeights()))
                .map(Path::of)
                .filter(Files::isDirectory)
                .orElse(null);
    }

    /** A checkpoint from elsewhere goes under the name of its directory, so that two never meet. */
    private static Path target(Path source, WorkTree tree, RunType runType, long iteration) {
        if (source.equals(Path.of(tree.output(runType)))) {
            return Path.of(tree.exported(runType, iteration));
        }
        Path exported = Path.of(tree.exported(runType, iteration));
        return exported.resolveSibling(source.getFileName() + "-" + iteration);
    }

    private static String state(Path source, long iteration) {
        return Manifest.stateOf(source, iteration);
    }

    private static boolean usable(Path directory, ModelFamilies families) {
        try {
            HfConfig.read(directory, families);
            return true;
        } catch (IOException | OperatorException e) {
            return false;
        }
    }

    static @Nullable Path chosen(@Nullable String text) {
        return text == null || !text.startsWith("/") ? null : Path.of(text);
    }
}
