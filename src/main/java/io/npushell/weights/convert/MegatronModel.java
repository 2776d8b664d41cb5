package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.IterationState;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.SavedIteration;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One iteration of a Megatron checkpoint, all its ranks open: tensors by Megatron's name with the layer's number in the whole model. */
public final class MegatronModel implements AutoCloseable {
    /** What the names of layers begin with before Megatron core. */
    static final String LAYERS = "language_model.encoder.layers.";

    private static final Pattern LAYER = Pattern.compile(Pattern.quote(LAYERS) + "(\\d{1,6})\\.(.+)");

    private static final Predicate<String> CORE = Pattern.compile(
                    "decoder\\.layers\\.\\d+\\..*|embedding\\.word_embeddings\\.weight")
            .asMatchPredicate();

    private final SavedIteration saved;
    private final List<TorchFile> open = new ArrayList<>();
    /** By tensor-parallel rank. */
    private final List<Map<String, TensorContent>> ranks = new ArrayList<>();

    private Map<String, @Nullable Object> args = Map.of();

    private MegatronModel(SavedIteration saved) {
        this.saved = saved;
    }

    /**
     * Opens the iteration that the tracker names, or another; reads no tensor.
     *
     * @param iteration -1 for the tracker's
     * @throws OperatorException NOT_FOUND where there is none, FAILED where it is damaged
     */
    public static MegatronModel open(Path directory, long iteration) throws IOException {
        MegatronModel model = new MegatronModel(find(directory, iteration));
        try {
            model.read();
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private static SavedIteration find(Path directory, long iteration) {
        List<SavedIteration> all = SavedIteration.list(directory);
        Optional<String> tracker = Checkpoints.tracker(directory);
        SavedIteration found = all.stream()
                .filter(saved -> iteration >= 0
                        ? saved.number() == iteration
                        : tracker.isPresent() && saved.isNamed(tracker.get()))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        ExitCode.NOT_FOUND,
                        notFound(directory, iteration, all, tracker),
                        all.isEmpty()
                                ? "name the directory that has " + Checkpoints.TRACKER + " in it"
                                : "--iteration " + all.get(0).number()));
        IterationState state = found.state();
        return switch (state.kind()) {
            case WHOLE -> found;
            case BROKEN ->
                throw new OperatorException(
                        ExitCode.FAILED, "the checkpoint is not whole: " + state.sentence(), "take another iteration");
            case MIXED -> throw new OperatorException(ExitCode.FAILED, state.sentence(), "take another iteration");
            case HOSTILE ->
                throw new OperatorException(
                        ExitCode.FAILED, state.sentence(), "do not load it; ask where it came from");
            case UNREAD -> throw new OperatorException(ExitCode.FAILED, state.sentence(), unreadRemedy(found));
        };
    }

    private static String unreadRemedy(SavedIteration found) {
        return found.files().isEmpty()
                ? "train on with --ckpt-format torch, or convert it with the tools of the Megatron that saved it"
                : "merge it with the program that saved it";
    }

    /** Why a checkpoint with the names of Megatron core is not merged, one sentence. */
    public static String coreNames(Path directory) {
        return "'" + directory
                + "' is a checkpoint of Megatron core (mcore: decoder.layers.N.self_attention.linear_qkv), and"
                + " models with language_model.encoder.layers are merged here";
    }

    /** Whether its tensors have the names of Megatron core. */
    public boolean core() {
        return ranks.stream().limit(1).flatMap(rank -> rank.keySet().stream()).anyMatch(CORE);
    }

    private static String notFound(Path directory, long iteration, List<SavedIteration> all, Optional<String> tracker) {
        if (all.isEmpty()) {
            return "'" + directory + "' holds no Megatron checkpoint";
        }
        return iteration >= 0
                ? "'" + directory + "' has no iteration " + iteration
                : "'" + directory + "' has checkpoints, but " + Checkpoints.TRACKER
                        + tracker.map(name -> " names '" + name + "', which is not there")
                                .orElse(" is missing");
    }

    private void read() throws IOException {
        TreeMap<Integer, Map<String, TensorContent>> byRank = new TreeMap<>();
        int stages = saved.pipelineParallel();
        int[] firstLayer = new int[saved.tensorParallel()];
        for (int at = 0; at < saved.files().size(); at++) {
            TorchFile file = TorchFile.open(saved.files().get(at));
            open.add(file);
            int rank = at / stages;
            args = at == 0 && file.root().get("args") instanceof TorchFileWriter.Namespace namespace
                    ? new LinkedHashMap<>(namespace.values())
                    : args;
            firstLayer[rank] += add(
                    file,
                    saved.files().get(at),
                    byRank.computeIfAbsent(rank, unused -> new LinkedHashMap<>()),
                    firstLayer[rank]);
        }
        ranks.addAll(byRank.values());
    }

    /** Adds a stage's tensors and answers with its number of layers. */
    private static int add(TorchFile file, Path path, Map<String, TensorContent> tensors, int firstLayer) {
        if (!(file.root().get("model") instanceof Map<?, ?> model)) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + path + "' has no entry 'model'"
                            + (file.root().containsKey("model0")
                                    ? ": it was saved with virtual pipeline stages, which are not merged here"
                                    : ""),
                    "take a checkpoint saved without --num-layers-per-virtual-pipeline-stage");
        }
        int layers = 0;
        for (Map.Entry<String, Object> entry : ModelDictionary.flat(model).entrySet()) {
            if (entry.getValue() instanceof TorchFile.Tensor tensor) {
                String name = entry.getKey().replaceFirst("^(base_model\\.model\\.|module\\.)+", "");
                Matcher layer = LAYER.matcher(name);
                if (layer.matches()) {
                    int number = Integer.parseInt(layer.group(1));
                    layers = Math.max(layers, number + 1);
                    name = LAYERS + (firstLayer + number) + "." + layer.group(2);
                }
                tensors.put(name, tensor);
            }
        }
        return layers;
    }

    public SavedIteration saved() {
        return saved;
    }

    public int tensorParallel() {
        return ranks.size();
    }

    public Map<String, @Nullable Object> args() {
        return Collections.unmodifiableMap(args);
    }

    /** A whole number of the args, -1 where there is none. */
    public long number(String name) {
        return args.get(name) instanceof Long number ? number : -1;
    }

    /** All names, those of one tensor-parallel rank. */
    public Map<String, TensorContent> tensors(int rank) {
        return Collections.unmodifiableMap(ranks.get(rank));
    }

    /** Whether it is what a LoRA training saves: adapters, and none of the layers they belong to; embedding and output layer may be along. */
    boolean holdsAdaptersAlone() {
        List<String> inLayers = ranks.stream()
                .limit(1)
                .flatMap(rank -> rank.keySet().stream())
                .filter(name -> name.startsWith(LAYERS))
                .toList();
        return !inLayers.isEmpty() && inLayers.stream().allMatch(name -> name.contains(".lora_"));
    }

    @Nullable TensorContent find(int rank, String name) {
        return ranks.get(rank).get(name);
    }

    @Override
    public void close() throws IOException {
        for (TorchFile file : open) {
            file.close();
        }
    }
}
