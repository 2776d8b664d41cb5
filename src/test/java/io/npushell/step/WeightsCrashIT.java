package io.npushell.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.convert.SmallModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step's JVM killed, or out of disk, while it converts or merges: nothing half under the final name, and the next run does it all. */
@Timeout(120)
class WeightsCrashIT {
    /** 40 MB, twice the heap: long enough to write to be met in the middle of it. */
    private static final SmallModel MODEL =
            SmallModel.of(Families.QWEN, new ModelSizes(4, 512, 8, 8, 1408, 64, 8192), ElementType.BFLOAT16, 1);

    /** SHA-256 of each shard that nothing disturbed. */
    private static Map<String, String> undisturbed = Map.of();

    @TempDir
    Path directory;

    private Path source;
    private Path target;

    private record End(int code, String said) {}

    @BeforeAll
    static void convertUndisturbed(@TempDir Path place) throws Exception {
        WeightsCrashIT calm = new WeightsCrashIT();
        calm.directory = place;
        calm.save();
        assertThat(calm.run(calm.convert())).isEqualTo(new End(0, ""));
        assertThat(calm.run(calm.merge(calm.target, place.resolve("back"))).code())
                .isZero();
        assertThat(SmallModel.load(place.resolve("back"))).isEqualTo(MODEL.tensors());
        undisturbed = shards(calm.target);
    }

    @BeforeEach
    void save() throws IOException {
        source = MODEL.save(directory.resolve("hf"), 1);
        target = directory.resolve("out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out.lock",
                "out.unfinished",
                "out.unfinished/iter_0000001/mp_rank_00_000/model_optim_rng.pt",
                "out.unfinished/iter_0000001/mp_rank_01_001/model_optim_rng.pt",
                "out.unfinished/iter_0000001/mp_rank_01_003/model_optim_rng.pt",
                "out.unfinished/latest_checkpointed_iteration.txt",
                "out.unfinished/npu-shell-manifest.json",
                "out"
            })
    void convertsAgainAfterAKillAtAnyMoment(String moment) throws Exception {
        killedWhenThereIs(moment, convert());

        if (Files.exists(target)) {
            assertThat(moment)
                    .isIn(
                            "out",
                            "out.unfinished/npu-shell-manifest.json",
                            "out.unfinished/latest_checkpointed_iteration.txt");
        }
        assertThat(run(convert())).isEqualTo(new End(0, ""));
        assertThat(names()).containsExactlyInAnyOrder("hf", "out", "out.lock");
        assertThat(shards(target)).hasSize(8).isEqualTo(undisturbed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.unfinished/npu-shell-manifest.json", "out.replaced"})
    void keepsTheOlderStateWhenKilledWhileReplacingIt(String moment) throws Exception {
        assertThat(run(convert()).code()).isZero();
        Map<String, String> older = hashes(target);
        SmallModel changed = SmallModel.of(MODEL.family(), MODEL.size(), MODEL.dtype(), 2);
        changed.save(source, 1);

        killedWhenThereIs(moment, convert());

        Path left = Files.exists(target) ? target : directory.resolve("out.replaced");
        if (!hashes(left).equals(older)) {
            assertThat(left).isEqualTo(target); // it had just been put in place, whole
        }
        assertThat(run(convert())).isEqualTo(new End(0, ""));
        assertThat(names()).containsExactlyInAnyOrder("hf", "out", "out.lock");
        assertThat(run(merge(target, directory.resolve("back"))).code()).isZero();
        assertThat(SmallModel.load(directory.resolve("back"))).isEqualTo(changed.tensors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out.unfinished",
                "out.unfinished/model.safetensors",
                "out.unfinished/config.json",
                "out.unfinished/npu-shell-manifest.json"
            })
    void mergesAgainAfterAKillAtAnyMoment(String moment) throws Exception {
        Path megatron = directory.resolve("mg");
        assertThat(run(weights(megatron)).code()).isZero();

        killedWhenThereIs(moment, merge(megatron, target));

        assertThat(run(merge(megatron, target))).isEqualTo(new End(0, ""));
        assertThat(names()).containsExactlyInAnyOrder("hf", "mg", "mg.lock", "out", "out.lock");
        assertThat(SmallModel.load(target)).isEqualTo(MODEL.tensors());
    }

    @Test
    void saysThatTheDiskIsFullAndDoesItWhenItIsNot() throws Exception {
        Path megatron = directory.resolve("mg");
        for (List<String> command : List.of(convert(), merge(megatron, target))) {
            End full = run(limited(2_000, command));

            assertThat(full.code()).isEqualTo(ExitCode.ENVIRONMENT.code());
            assertThat(full.said())
                    .startsWith("cannot write '" + target + "': ")
                    .contains("\n  try: make room on that disk and run this again; nothing half-written is left\n");
            assertThat(names()).contains("out.lock").doesNotContain("out", "out.unfinished");
            assertThat(run(command)).isEqualTo(new End(0, ""));
            if (!Files.exists(megatron)) {
                Files.move(target, megatron);
            }
        }
        assertThat(SmallModel.load(target)).isEqualTo(MODEL.tensors());
    }

    @Test
    void anOlderStateOutlivesAFullDisk() throws Exception {
        assertThat(run(convert()).code()).isZero();
        Map<String, String> older = hashes(target);
        SmallModel.of(MODEL.family(), MODEL.size(), MODEL.dtype(), 2).save(source, 1);

        assertThat(run(limited(2_000, convert())).code()).isEqualTo(ExitCode.ENVIRONMENT.code());

        assertThat(hashes(target)).isEqualTo(older);
        assertThat(names()).containsExactlyInAnyOrder("hf", "out", "out.lock");
    }

    private List<String> convert() {
        return weights(target);
    }

    private List<String> weights(Path to) {
        return step(
                "weights",
                "--load-dir",
                source.toString(),
                "--save-dir",
                to.toString(),
                "--target-tensor-parallel-size",
                "2",
                "--target-pipeline-parallel-size",
                "4");
    }

    private List<String> merge(Path from, Path to) {
        return step(
                "export", "--load-dir", from.toString(), "--original", source.toString(), "--save-dir", to.toString());
    }

    private static List<String> step(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xmx20m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.npushell.step.Main"));
        command.addAll(List.of(words));
        return command;
    }

    /** No file may grow beyond so many blocks of 512 bytes: to a writer the same as a disk that is full. */
    private static List<String> limited(int blocks, List<String> command) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh"));
        words.addAll(command);
        return words;
    }

    private End run(List<String> command) throws Exception {
        Path said = directory.resolveSibling(directory.getFileName() + ".err");
        Process process = new ProcessBuilder(command)
                .redirectError(said.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said);
        Files.delete(said);
        return new End(process.exitValue(), text);
    }

    /** Where it was too quick for the kill the test is about the same: what is there must be whole. */
    private void killedWhenThereIs(String name, List<String> command) throws Exception {
        Path moment = directory.resolve(name);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (process.isAlive() && !Files.exists(moment)) {
            Thread.onSpinWait();
        }
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isIn(137, 0);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static Map<String, String> shards(Path root) throws IOException, NoSuchAlgorithmException {
        Map<String, String> shards = hashes(root);
        shards.keySet().removeIf(name -> !name.endsWith(".pt"));
        return shards;
    }

    private static Map<String, String> hashes(Path root) throws IOException, NoSuchAlgorithmException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                hashes.put(root.relativize(file).toString(), HexFormat.of().formatHex(hash));
            }
        }
        return hashes;
    }
}
