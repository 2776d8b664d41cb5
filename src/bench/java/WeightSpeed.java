import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import io.npushell.weights.SafetensorsOutput;
import io.npushell.weights.TensorContent;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Converting and merging against {@code cp} of the same bytes, each forced to disk, in turns. The model has Qwen-7B's width and fewer layers.
 *
 * <p>{@code java -Xmx512m -cp target/classes:… src/bench/java/WeightSpeed.java DIRECTORY [LAYERS]}
 */
final class WeightSpeed {
    private static final int HIDDEN = 4096;
    private static final int FFN = 11008;
    private static final int ROWS = 151936;
    private static final int ROUNDS = 3;

    public static void main(String[] arguments) throws Exception {
        Path root = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
        int layers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4;
        Path model = root.resolve("hf");
        if (!Files.exists(model)) {
            make(model, layers);
        }
        double size = size(model) / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%.0f MB, heap %d MiB%n",
                size,
                Runtime.getRuntime().maxMemory() >> 20);
        for (int round = 1; round <= ROUNDS; round++) {
            double copy = seconds(root.resolve("copy"), () -> copy(model, root.resolve("copy")));
            Path one = root.resolve("tp1");
            double tp1 = seconds(one, () -> convert(model, one, 1));
            Path eight = root.resolve("tp8");
            double tp8 = seconds(eight, () -> convert(model, eight, 8));
            double merge = seconds(root.resolve("back"), () -> merge(eight, model, root.resolve("back")));
            System.out.printf(
                    Locale.ROOT,
                    "cp %.0f MB/s | convert TP 1 %.0f MB/s = %.2f | convert TP 8 %.0f MB/s = %.2f | merge TP 8 %.0f MB/s = %.2f%n",
                    size / copy,
                    size / tp1,
                    copy / tp1,
                    size / tp8,
                    copy / tp8,
                    size / merge,
                    copy / merge);
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Path output, Work work) throws Exception {
        delete(output);
        Process flush = new ProcessBuilder("sync").start();
        flush.waitFor();
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void copy(Path from, Path to) throws Exception {
        String command = "cp -r " + from + " " + to + " && sync " + to + "/*";
        if (new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor() != 0) {
            throw new IOException(command);
        }
    }

    private static void convert(Path model, Path target, int tensorParallel) throws IOException {
        new Conversion(
                        model,
                        ModelFamilies.shipped(),
                        target,
                        new ParallelSize(tensorParallel, 1),
                        Conversion.Form.AS_IT_IS,
                        silent())
                .run();
    }

    private static void merge(Path megatron, Path model, Path target) throws IOException {
        new Merge(
                        new Merge.Source(megatron, -1, null, 0),
                        new Merge.Template(model, null, null),
                        target,
                        Conversion.Form.AS_IT_IS,
                        silent())
                .run();
    }

    private static WeightsProgress silent() {
        return new WeightsProgress(new PrintStream(OutputStream.nullOutputStream()));
    }

    private record Noise(List<Long> shape, byte[] pattern) implements TensorContent {
        @Override
        public ElementType dtype() {
            return ElementType.BFLOAT16;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            while (target.hasRemaining()) {
                target.put(pattern, 0, Math.min(pattern.length, target.remaining()));
            }
        }
    }

    private static void make(Path directory, int layers) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), """
                {"model_type": "qwen", "hidden_size": %d, "num_attention_heads": 32, "num_hidden_layers": %d,
                 "intermediate_size": %d, "vocab_size": %d, "seq_length": 8192, "max_position_embeddings": 32768,
                 "layer_norm_epsilon": 1e-6, "kv_channels": 128}
                """.formatted(HIDDEN, layers, 2 * FFN, ROWS));
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("transformer.wte.weight", new long[] {ROWS, HIDDEN});
        for (int layer = 0; layer < layers; layer++) {
            String name = "transformer.h." + layer + ".";
            shapes.put(name + "ln_1.weight", new long[] {HIDDEN});
            shapes.put(name + "attn.c_attn.weight", new long[] {3 * HIDDEN, HIDDEN});
            shapes.put(name + "attn.c_attn.bias", new long[] {3 * HIDDEN});
            shapes.put(name + "attn.c_proj.weight", new long[] {HIDDEN, HIDDEN});
            shapes.put(name + "ln_2.weight", new long[] {HIDDEN});
            shapes.put(name + "mlp.w1.weight", new long[] {FFN, HIDDEN});
            shapes.put(name + "mlp.w2.weight", new long[] {FFN, HIDDEN});
            shapes.put(name + "mlp.c_proj.weight", new long[] {HIDDEN, FFN});
        }
        shapes.put("transformer.ln_f.weight", new long[] {HIDDEN});
        shapes.put("lm_head.weight", new long[] {ROWS, HIDDEN});
        byte[] pattern = new byte[1 << 20];
        new Random(1).nextBytes(pattern);
        Map<String, Noise> tensors = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> tensors.put(
                name, new Noise(java.util.Arrays.stream(shape).boxed().toList(), pattern)));
        try (SafetensorsOutput output = SafetensorsOutput.create(directory.resolve("model.safetensors"), tensors)) {
            for (Noise tensor : tensors.values()) {
                tensor.writeTo(output.data());
            }
            output.complete();
        }
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
