package io.npushell.weights.convert;

import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.Checkpoints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Damages one file of a model after the other, thousands of times, and converts, merges and inspects: each time it must work or say
 * why not, and leave nothing half made. Its own main, so that it can run in a JVM with a small heap.
 */
final class DamagedWeights {
    private final Path directory;
    private final Mutations mutations;
    private int refused;
    private int passed;

    DamagedWeights(Path directory, long seed) {
        this.directory = directory;
        this.mutations = new Mutations(seed);
    }

    public static void main(String[] arguments) throws IOException {
        DamagedWeights fuzz = new DamagedWeights(Path.of(arguments[0]), Long.parseLong(arguments[1]));
        fuzz.run(Integer.parseInt(arguments[2]));
        System.out.println(fuzz.refused + " refused, " + fuzz.passed + " passed");
    }

    int refused() {
        return refused;
    }

    /** So many damages of each kind of file. */
    void run(int rounds) throws IOException {
        SmallModel qwen = SmallModel.of(Families.QWEN, new ModelSizes(2, 8, 2, 2, 12, 4, 32), ElementType.BFLOAT16, 1);
        SmallModel glm =
                SmallModel.of(Families.CHATGLM3, new ModelSizes(2, 16, 4, 2, 12, 4, 32), ElementType.FLOAT16, 1);
        Path one = qwen.save(directory.resolve("one"), 1);
        Path several = glm.save(directory.resolve("several"), 3);
        Path torch = glm.saveTorch(directory.resolve("torch"), 1);
        Path megatron = directory.resolve("megatron");
        RoundTripTest.convert(one, megatron, 2, 2);

        for (Path source : List.of(one, several, torch)) {
            for (String name : List.of(
                    "model.safetensors",
                    "config.json",
                    "model.safetensors.index.json",
                    "model-00002-of-00003.safetensors",
                    "pytorch_model.bin")) {
                if (Files.exists(source.resolve(name))) {
                    damage(source.resolve(name), rounds, () -> convert(source), () -> inspect(source));
                }
            }
        }
        for (Path file : List.of(
                Checkpoints.file(megatron, 1, 0, 0, 2),
                Checkpoints.file(megatron, 1, 1, 1, 2),
                megatron.resolve(Checkpoints.TRACKER))) {
            damage(file, rounds, () -> merge(megatron, one), () -> inspect(megatron));
        }
        damage(one.resolve("config.json"), rounds, () -> merge(megatron, one));
        damage(one.resolve("model.safetensors"), rounds, () -> merge(megatron, one));
    }

    private interface Work {
        void run() throws IOException;
    }

    private void damage(Path file, int rounds, Work... works) throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int round = 0; round < rounds; round++) {
            byte[] damaged = mutations.damage(whole);
            Files.write(file, damaged);
            for (Work work : works) {
                attempt(file, damaged, work);
            }
        }
        Files.write(file, whole);
    }

    private void attempt(Path file, byte[] damaged, Work work) throws IOException {
        Path out = directory.resolve("out");
        try {
            work.run();
            passed++;
        } catch (OperatorException clear) {
            refused++;
            if (String.valueOf(clear.getMessage()).isBlank() || leftovers(out)) {
                throw new AssertionError("left something, or said nothing: " + clear, clear);
            }
        } catch (IOException | RuntimeException | Error e) {
            Path kept = Files.write(directory.resolve("culprit"), damaged);
            throw new AssertionError("no clear error for damaged " + file.getFileName() + ", see " + kept, e);
        }
        delete(out);
    }

    private static boolean leftovers(Path out) {
        return Files.exists(out) || Files.exists(out.resolveSibling("out.unfinished"));
    }

    private void convert(Path source) throws IOException {
        new Conversion(
                        source,
                        ModelFamilies.shipped(),
                        directory.resolve("out"),
                        new ParallelSize(2, 1),
                        Conversion.Form.AS_IT_IS,
                        silent())
                .run();
    }

    private void merge(Path megatron, Path original) throws IOException {
        new Merge(
                        new Merge.Source(megatron, -1, null, 0),
                        new Merge.Template(original, null, null),
                        directory.resolve("out"),
                        Conversion.Form.AS_IT_IS,
                        silent())
                .run();
    }

    private static void inspect(Path path) throws IOException {
        Inspector.inspect(path, -1);
    }

    private static WeightsProgress silent() {
        return new WeightsProgress(new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8));
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
