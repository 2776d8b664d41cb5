package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.model.Sharding;
import io.npushell.model.WeightRole;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.SafetensorsFile;
import io.npushell.weights.SavedIteration;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what weights lie under a path; reads headers only, no tensor. */
public final class Inspector {
    private static final int MOST_PROBLEMS = 20;

    private final ModelFamilies families;

    private Inspector(ModelFamilies families) {
        this.families = families;
    }

    /**
     * Looks at a directory of a Hugging Face model, at one of Megatron checkpoints, or at a single file.
     *
     * @param iteration of a Megatron checkpoint, -1 for the tracker's
     * @throws OperatorException NOT_FOUND where there are no weights, FAILED where a file is damaged
     */
    public static Inspection inspect(Path path, long iteration) throws IOException {
        return inspect(path, iteration, ModelFamilies.shipped());
    }

    /** The same where the weights may be of another family. */
    public static Inspection inspect(Path path, long iteration, ModelFamilies families) throws IOException {
        return new Inspector(families).look(path, iteration);
    }

    private Inspection look(Path path, long iteration) throws IOException {
        if (Files.isRegularFile(path)) {
            return file(path);
        }
        if (!Files.isDirectory(path)) {
            throw new OperatorException(ExitCode.NOT_FOUND, "there is no '" + path + "'", "ls " + existing(path));
        }
        Optional<SavedIteration> one = SavedIteration.at(path);
        Path above = path.toAbsolutePath().getParent();
        if (one.isPresent()
                && above != null
                && !(one.get().files().isEmpty() && one.get().distributed().isEmpty())) {
            return inspect(above, one.get());
        }
        List<SavedIteration> saved = SavedIteration.list(path);
        if (!saved.isEmpty()) {
            Optional<String> tracker = Checkpoints.tracker(path);
            Optional<SavedIteration> meant = saved.stream()
                    .filter(each -> iteration >= 0
                            ? each.number() == iteration
                            : tracker.filter(each::isNamed).isPresent())
                    .findFirst();
            return meant.isPresent() ? inspect(path, meant.get()) : megatron(path, iteration);
        }
        Optional<SavedIteration> unnumbered = SavedIteration.unnumbered(path);
        return unnumbered.isPresent() ? inspect(path, unnumbered.get()) : huggingFace(path);
    }

    private Inspection inspect(Path path, SavedIteration saved) throws IOException {
        return saved.distributed().isPresent()
                ? distributed(path, saved, saved.distributed().get())
                : megatron(path, saved.number());
    }

    /** Recognised, not looked into: nothing is said of what is in it. */
    private static Inspection distributed(Path path, SavedIteration saved, String format) {
        return new Inspection(
                path.toString(),
                format,
                "",
                List.of(),
                0,
                0,
                saved.number(),
                0,
                0,
                saved.bytes(),
                ModelSizes.UNKNOWN,
                0,
                List.of(Inspection.NOT_LOOKED_INTO),
                List.of());
    }

    /** The nearest directory above that is there, to look around in. */
    private static Path existing(Path path) {
        Path above = path.toAbsolutePath().getParent();
        while (above != null && !Files.isDirectory(above)) {
            above = above.getParent();
        }
        return above == null ? path : above;
    }

    private static Inspection file(Path path) throws IOException {
        if (path.getFileName().toString().endsWith(".safetensors")) {
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                return single(path, "safetensors", file.tensors());
            }
        }
        try (TorchFile file = TorchFile.open(path)) {
            Map<String, TensorContent> tensors = new LinkedHashMap<>();
            ModelDictionary.flat(file.root()).forEach((name, value) -> {
                if (value instanceof TorchFile.Tensor tensor) {
                    tensors.put(name, tensor);
                }
            });
            return single(path, "torch", tensors);
        }
    }

    private static Inspection single(Path path, String format, Map<String, TensorContent> tensors) {
        return new Inspection(
                path.toString(),
                format,
                "",
                dtypes(tensors.values()),
                0,
                0,
                -1,
                tensors.size(),
                parameters(tensors.values()),
                path.toFile().length(),
                ModelSizes.UNKNOWN,
                0,
                List.of(),
                List.of());
    }

    private Inspection huggingFace(Path path) throws IOException {
        HfConfig config = HfConfig.read(path, families);
        ModelSizes size = config.sizes();
        List<ParameterMapping> mappings = ParameterMapping.of(config.family(), size);
        try (HfModel model = HfModel.open(path)) {
            Optional<String> unfit = model.unfit(config, mappings);
            List<String> odd = model.beyond(mappings).stream()
                    .filter(name -> !name.endsWith("inv_freq"))
                    .map(name -> "tensor '" + name + "' is none of this model's")
                    .toList();
            Collection<TensorContent> all = model.tensors().values();
            return new Inspection(
                    path.toString(),
                    "huggingface",
                    config.family().name(),
                    dtypes(all),
                    0,
                    0,
                    -1,
                    all.size(),
                    parameters(all),
                    all.stream().mapToLong(TensorContent::bytes).sum(),
                    size,
                    size.rows(),
                    List.of(),
                    unfit.map(List::of).orElseGet(() -> cut(model.missing(mappings), odd)));
        }
    }

    private Inspection megatron(Path path, long iteration) throws IOException {
        try (MegatronModel model = MegatronModel.open(path, iteration)) {
            List<String> problems = new ArrayList<>();
            if (model.core()) {
                problems.add(MegatronModel.coreNames(path));
            } else if (model.holdsAdaptersAlone()) {
                sameTensors(model, problems);
            } else {
                ranksAgree(model, problems);
            }
            ModelFamily names = names(model);
            List<TensorContent> whole = new ArrayList<>();
            for (int rank = 0; rank < model.tensorParallel(); rank++) {
                for (Map.Entry<String, TensorContent> entry :
                        model.tensors(rank).entrySet()) {
                    boolean replicated = names.sharding(entry.getKey())
                            .map(sharding -> sharding == Sharding.REPLICATED)
                            .orElse(entry.getKey().contains("norm")); // of Megatron core
                    if (rank == 0 || !replicated) {
                        whole.add(entry.getValue());
                    }
                }
            }
            TensorContent embedding =
                    model.find(0, names.weight(WeightRole.EMBEDDING).megatron());
            return new Inspection(
                    path.toString(),
                    "megatron",
                    family(model).map(ModelFamily::name).orElse(""),
                    dtypes(whole),
                    model.tensorParallel(),
                    model.saved().pipelineParallel(),
                    model.saved().number(),
                    model.tensors(0).size(),
                    parameters(whole),
                    model.saved().bytes(),
                    ModelSizes.ofArgs(model.args()),
                    embedding == null ? 0 : embedding.shape().get(0) * model.tensorParallel(),
                    contents(model),
                    cut(problems, List.of()));
        }
    }

    /** What the conversion that made it noted; of others the only one that its args and tensors fit. */
    private Optional<ModelFamily> family(MegatronModel model) throws IOException {
        Path above = model.saved().directory().getParent();
        Optional<ModelFamily> noted = above == null
                ? Optional.empty()
                : families.named(Manifest.read(above).getOrDefault("family", ""));
        if (noted.isPresent()) {
            return noted;
        }
        return model.args().get("group_query_attention") instanceof Boolean grouped
                ? families.fitting(grouped, qkvBias(model))
                : Optional.empty();
    }

    /** Null where nothing tells. */
    private static @Nullable Boolean qkvBias(MegatronModel model) {
        if (model.args().get("add_qkv_bias") instanceof Boolean said) {
            return said;
        }
        return model.holdsAdaptersAlone()
                ? null
                : Boolean.valueOf(
                        model.tensors(0).keySet().stream().anyMatch(name -> name.endsWith("query_key_value.bias")));
    }

    /** Megatron's names are the same in all families that can be read here, so any family has them. */
    private ModelFamily names(MegatronModel model) throws IOException {
        return family(model).or(() -> families.named(families.names().get(0))).orElseThrow();
    }

    private void ranksAgree(MegatronModel model, List<String> problems) throws IOException {
        ModelFamily family = names(model);
        long layers = model.number("num_layers");
        for (int rank = 0; rank < model.tensorParallel(); rank++) {
            Map<String, TensorContent> tensors = model.tensors(rank);
            for (WeightRole role : List.of(WeightRole.EMBEDDING, WeightRole.FINAL_NORM, WeightRole.OUTPUT)) {
                String name = family.weight(role).megatron();
                if (!tensors.containsKey(name)) {
                    problems.add("'" + name + "' is missing in tensor-parallel rank " + rank);
                }
            }
            for (long layer = 0; layer < layers && problems.size() < MOST_PROBLEMS; layer++) {
                String prefix = MegatronModel.LAYERS + layer + ".";
                if (tensors.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
                    problems.add("layer " + layer + " is missing in tensor-parallel rank " + rank);
                }
            }
        }
        sameTensors(model, problems);
    }

    private static void sameTensors(MegatronModel model, List<String> problems) {
        for (int rank = 1; rank < model.tensorParallel(); rank++) {
            for (String name : model.tensors(0).keySet()) {
                if (model.find(rank, name) == null) {
                    problems.add("'" + name + "' is in rank 0 and not in rank " + rank);
                }
            }
        }
    }

    private static List<String> contents(MegatronModel model) throws IOException {
        List<String> contents = new ArrayList<>();
        try (TorchFile first = TorchFile.open(model.saved().files().get(0))) {
            if (first.root().containsKey("optimizer") || model.saved().hasDistributedOptimizer()) {
                contents.add("optimizer");
            }
        }
        if (model.tensors(0).keySet().stream().anyMatch(name -> name.contains(".lora_A."))) {
            contents.add(model.holdsAdaptersAlone() ? "lora adapters alone" : "lora adapters");
        }
        return contents;
    }

    private static List<String> dtypes(Collection<TensorContent> tensors) {
        Map<ElementType, Long> bytes = new LinkedHashMap<>();
        tensors.forEach(tensor -> bytes.merge(tensor.dtype(), tensor.bytes(), Long::sum));
        return bytes.entrySet().stream()
                .sorted(Map.Entry.<ElementType, Long>comparingByValue(Comparator.reverseOrder()))
                .map(entry -> entry.getKey().safetensors().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static long parameters(Collection<TensorContent> tensors) {
        return tensors.stream()
                .mapToLong(tensor -> tensor.bytes() / tensor.dtype().bytes())
                .sum();
    }

    private static List<String> cut(List<String> missing, List<String> odd) {
        List<String> all = new ArrayList<>(missing);
        all.addAll(odd);
        if (all.size() <= MOST_PROBLEMS) {
            return all;
        }
        List<String> shown = new ArrayList<>(all.subList(0, MOST_PROBLEMS));
        shown.add("and " + (all.size() - MOST_PROBLEMS) + " more");
        return shown;
    }
}
