package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelShape;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.params.Origin;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Step;
import io.npushell.plan.WorkTree;
import io.npushell.session.SessionStore;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.HfConfig;
import io.npushell.weights.convert.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the Hugging Face model and at what has been converted of it: which directory the settings call for, and whether it is there.
 *
 * <p>The first of converted_weights, converted_weights-tp4-pp1 and that with the element type behind it which holds nothing else is it: nothing is
 * written over weights of another cut.
 */
final class WeightsLook {
    private final Settings settings;
    private final ModelFamilies families;
    private final ModelShape shape;
    private final Path source;
    private final boolean chosenSource;
    private final ParallelSize parallel;
    private final Conversion.Form form;
    private final boolean ownConverter;

    /** What a directory is to the settings. */
    private record Place(Path directory, Step.State state, String note, boolean free) {}

    private WeightsLook(Settings settings, ModelFamily family, ModelShape shape, Path source) {
        this.settings = settings;
        this.families = ModelFamilies.with(family);
        this.shape = shape;
        this.source = source;
        this.chosenSource = settings.find(ParameterNames.HF_PATH)
                .filter(setting -> setting.origin() != Origin.DERIVED)
                .isPresent();
        this.parallel = new ParallelSize(
                (int) settings.whole(ParameterNames.TENSOR_PARALLEL).orElse(1),
                (int) settings.whole(ParameterNames.PIPELINE_PARALLEL).orElse(1));
        this.ownConverter = !settings.is(ParameterNames.CONVERTER, "modellink");
        this.form = new Conversion.Form(
                settings.text(ParameterNames.PARAMS_DTYPE)
                        .flatMap(ElementType::ofOption)
                        .orElse(null),
                settings.whole(ParameterNames.PADDED_VOCAB_SIZE).orElse(0));
    }

    /** Null where no model is named. */
    static Facts.@Nullable Weights look(
            Settings settings,
            ModelFamily family,
            ModelShape shape,
            WorkTree tree,
            @Nullable Path chosen,
            SessionStore store) {
        Path source = DataLook.path(settings, ParameterNames.HF_PATH).orElse(null);
        if (source == null) {
            return null;
        }
        WeightsLook look = new WeightsLook(settings, family, shape, source);
        Place place = chosen == null ? look.find(Path.of(tree.convertedWeights())) : look.place(chosen);
        String problem = place.free() ? look.problem() : "'" + place.directory() + "' " + place.note();
        DirectoryUse use = new DirectoryUse(store.list());
        return new Facts.Weights(
                source.toString(),
                problem,
                place.directory().toString(),
                place.state(),
                place.note(),
                use.user(place.directory()),
                use.writer(source),
                look.rows());
    }

    private Place find(Path base) {
        String ending = "-tp" + parallel.tensor() + "-pp" + parallel.pipeline();
        String name = base.getFileName() + ending;
        List<Place> places = Stream.of(
                        base,
                        base.resolveSibling(name),
                        base.resolveSibling(name + "-"
                                + settings.text(ParameterNames.PARAMS_DTYPE).orElse("source")
                                + (form.rows() > 0 ? "-" + form.rows() : "")))
                .map(this::place)
                .toList();
        return places.stream()
                .filter(place -> place.state() == Step.State.DONE)
                .findFirst()
                .or(() -> places.stream().filter(Place::free).findFirst())
                .orElse(places.get(places.size() - 1));
    }

    private Place place(Path directory) {
        CheckpointFacts facts = Checkpoints.inspect(directory);
        if (!facts.exists() || isEmpty(directory)) {
            return new Place(directory, Step.State.TO_DO, "", true);
        }
        Map<String, String> manifest = Manifest.read(directory);
        String other = manifest.isEmpty() ? otherCut(facts) : otherThing(manifest);
        if (!other.isEmpty()) {
            return new Place(directory, Step.State.TO_DO, "holds " + other, false);
        }
        String stale = manifest.isEmpty() ? "" : stale(manifest, facts);
        if (stale.isEmpty()) {
            String by = manifest.isEmpty() ? "done, by another tool" : "done";
            return new Place(
                    directory, Step.State.DONE, by + ", TP " + parallel.tensor() + " PP " + parallel.pipeline(), true);
        }
        return new Place(directory, Step.State.STALE, "stale: " + stale, true);
    }

    private String otherCut(CheckpointFacts facts) {
        String problem = facts.problem();
        if (problem != null && facts.unread()) {
            return "a checkpoint that npu-shell did not write and cannot look into: " + problem;
        }
        if (problem != null || facts.iteration() < 0) {
            return "no whole checkpoint, and npu-shell did not write it";
        }
        String rows = wanted().getOrDefault("rows", "");
        if (!rows.isEmpty() && facts.vocabularyRows() > 0 && facts.vocabularyRows() != Long.parseLong(rows)) {
            return "weights with rows " + facts.vocabularyRows() + ", not " + rows;
        }
        boolean same = facts.tensorParallel() == parallel.tensor() && facts.pipelineParallel() == parallel.pipeline();
        return same ? "" : "weights for TP " + facts.tensorParallel() + " and PP " + facts.pipelineParallel();
    }

    private String otherThing(Map<String, String> manifest) {
        Map<String, String> wanted = wanted();
        for (String name : List.of("made", "source", "tp", "pp", "dtype", "rows")) {
            String has = manifest.getOrDefault(name, "");
            String wants = wanted.getOrDefault(name, has);
            // Upstream's converter chooses the element type where nobody else does.
            boolean any = name.equals("dtype") && !ownConverter && form.dtype() == null;
            if (!has.equals(wants) && !any) {
                return "weights with " + name + " " + has + ", not " + wants;
            }
        }
        return "";
    }

    private String stale(Map<String, String> manifest, CheckpointFacts facts) {
        String problem = facts.problem();
        if (problem != null) {
            return problem;
        }
        String state = wanted().getOrDefault("source-state", "");
        return state.isEmpty() || state.equals(manifest.get("source-state"))
                ? ""
                : "made from another state of " + source;
    }

    /** Little where the model is gone or broken: then only what does not depend on it can differ, such as where the operator says it is. */
    private Map<String, String> wanted() {
        try {
            return Conversion.expected(source, families, parallel, form);
        } catch (IOException | OperatorException e) {
            Map<String, String> known = new LinkedHashMap<>();
            if (chosenSource) {
                known.put("source", source.toAbsolutePath().normalize().toString());
            }
            known.put("tp", Integer.toString(parallel.tensor()));
            known.put("pp", Integer.toString(parallel.pipeline()));
            return known;
        }
    }

    private @Nullable String problem() {
        try {
            HfConfig config = HfConfig.read(source, families);
            Optional<String> quantized = config.quantized();
            if (quantized.isPresent()) {
                return quantized.get();
            }
            ModelSizes size = config.sizes();
            Conversion.expected(source, families, parallel, form);
            return otherModel(size);
        } catch (OperatorException e) {
            return e.getMessage();
        } catch (IOException e) {
            return "'" + source + "' cannot be read: " + e.getMessage();
        }
    }

    /** The model of another profile converts as well, but into what this training cannot load. */
    private @Nullable String otherModel(ModelSizes size) {
        return size.differenceFrom(shape)
                .map(other -> "'" + source + "' is another model than the profile's: its " + other)
                .orElse(null);
    }

    /** 0 where the model cannot be read. */
    private long rows() {
        try {
            return HfConfig.read(source, families).sizes().rows();
        } catch (IOException | OperatorException e) {
            return 0;
        }
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> children = Files.list(directory)) {
            return children.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
