package io.npushell.weights;

import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one rank's file says of itself, tensors by name and shape only. Read once for each state of the file: a plan asks for it again and again,
 * and a checkpoint has up to hundreds.
 *
 * @param args as texts, those that the ranks of one checkpoint have in common
 * @param layers of this stage, -1 where adapters are all there is
 * @param gap a layer that should be between others and is not, -1 for none
 * @param core whether the tensors have the names of Megatron core
 */
record RankFile(
        Map<String, String> args,
        Map<String, Shape> tensors,
        boolean model,
        boolean optimizer,
        long layers,
        long gap,
        boolean core) {
    private static final int MOST_KEPT = 512;
    private static final Pattern LAYER =
            Pattern.compile("(?:.*\\.)?(?:language_model\\.encoder|decoder|encoder)\\.layers\\.(\\d{1,6})\\.(.+)");
    private static final Pattern CORE =
            Pattern.compile("(?:module\\.)*(?:decoder\\.layers\\.\\d+\\..*|embedding\\.word_embeddings\\.weight)");

    /** In the order in which a difference says most. */
    static final List<String> LAYOUT = List.of(
            "iteration", "tensor_model_parallel_size", "pipeline_model_parallel_size", "expert_model_parallel_size");

    static final List<String> MODEL = List.of(
            "num_layers",
            "hidden_size",
            "num_attention_heads",
            "ffn_hidden_size",
            "group_query_attention",
            "num_query_groups",
            "kv_channels",
            "padded_vocab_size",
            "params_dtype",
            "global_batch_size",
            "consumed_train_samples");

    private static final Map<Path, Kept> KEPT = new ConcurrentHashMap<>();

    /** Shape and type of a tensor. */
    record Shape(List<Long> sizes, ElementType dtype) {}

    private record Kept(String state, RankFile file) {}

    /**
     * Reads it.
     *
     * @throws OperatorException as {@link TorchFile#open}
     * @throws IOException where there is no such file, or it cannot be read
     */
    static RankFile of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString()); // opening a pipe would wait for its other end
        }
        Map<String, Object> facts = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,ino");
        String state = facts.toString();
        Kept kept = KEPT.get(file);
        if (kept != null && kept.state().equals(state)) {
            return kept.file();
        }
        RankFile read;
        try (TorchFile torch = TorchFile.open(file)) {
            read = of(torch.root());
        }
        if (KEPT.size() >= MOST_KEPT) {
            KEPT.clear();
        }
        KEPT.put(file, new Kept(state, read));
        return read;
    }

    private static RankFile of(Map<String, Object> root) {
        Map<String, Shape> tensors = new LinkedHashMap<>();
        boolean model = false;
        long layers = 0;
        long gap = -1;
        for (Map.Entry<String, Object> entry : root.entrySet()) {
            // "model"; with interleaved pipeline stages "model0", "model1" and so on
            if (entry.getKey().matches("model[0-9]*") && entry.getValue() instanceof Map<?, ?> part) {
                model = true;
                TreeSet<Long> numbers = new TreeSet<>();
                ModelDictionary.flat(part).forEach((name, value) -> {
                    if (value instanceof TorchFile.Tensor tensor) {
                        tensors.put(entry.getKey() + "." + name, new Shape(tensor.shape(), tensor.dtype()));
                        Matcher layer = LAYER.matcher(name);
                        if (layer.matches()) {
                            numbers.add(Long.parseLong(layer.group(1)));
                        }
                    }
                });
                layers += numbers.isEmpty() ? 0 : numbers.last() + 1;
                gap = gap < 0 ? gap(numbers) : gap;
            }
        }
        boolean core = tensors.keySet().stream()
                .anyMatch(name ->
                        CORE.matcher(name.substring(name.indexOf('.') + 1)).matches());
        boolean adapters =
                CheckpointArgs.adapters(root) || tensors.keySet().stream().anyMatch(name -> name.contains(".lora_"));
        return new RankFile(
                args(root), tensors, model, root.containsKey("optimizer"), adapters ? -1 : layers, gap, core);
    }

    private static long gap(TreeSet<Long> numbers) {
        for (long number = 0; !numbers.isEmpty() && number < numbers.last(); number++) {
            if (!numbers.contains(number)) {
                return number;
            }
        }
        return -1;
    }

    private static Map<String, String> args(Map<String, Object> root) {
        Map<String, String> args = new LinkedHashMap<>();
        if (root.get("args") instanceof TorchFileWriter.Namespace namespace) {
            LAYOUT.forEach(name -> put(args, name, namespace.values().get(name)));
            MODEL.forEach(name -> put(args, name, namespace.values().get(name)));
        }
        put(args, "iteration", root.get("iteration"));
        return args;
    }

    private static void put(Map<String, String> args, String name, @Nullable Object value) {
        if (value != null) {
            args.put(name, String.valueOf(value));
        }
    }

    /** A whole number of the args, -1 where there is none. */
    long number(String name) {
        String text = args.getOrDefault(name, "");
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }
}
