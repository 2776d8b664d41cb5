package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.TorchSave;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.TrainedCheckpoint;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights and data of every documented kind, read by a shell and by steps that are started with the jars the launcher gives them, and no other: what
 * a developer's class path has and that one lacks would end in NoClassDefFoundError.
 */
@Timeout(180)
class LauncherClassPathIT {
    private static final List<String> OF_TESTS =
            List.of("junit", "assertj", "archunit", "pickle", "opentest4j", "apiguardian", "byte-buddy", "slf4j");

    @TempDir
    Path root;

    private Path build;

    private record Ended(int exit, String text) {}

    /** As the launcher makes it, our own jar a directory of classes. */
    @BeforeEach
    void makeABuild() throws IOException {
        build = Files.createDirectories(root.resolve("build"));
        Path lib = Files.createDirectories(build.resolve("lib"));
        Files.createSymbolicLink(
                lib.resolve("npu-shell.jar"), Path.of("target/classes").toAbsolutePath());
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && OF_TESTS.stream().noneMatch(name::contains)) {
                Path link = lib.resolve(name);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, jar.toAbsolutePath());
            }
        }
        Files.createSymbolicLink(build.resolve("profiles"), Path.of("profiles").toAbsolutePath());
        Path engine = Files.createDirectories(build.resolve("engine"));
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/io/npushell/trainer"))) {
            for (Path script :
                    scripts.filter(file -> file.toString().endsWith(".sh")).toList()) {
                Files.copy(script, engine.resolve(script.getFileName()));
            }
        }
    }

    @Test
    void readsEveryKindOfWeights() throws Exception {
        SmallModel model =
                SmallModel.of(Families.QWEN, new ModelSizes(4, 128, 4, 4, 344, 32, 1280), ElementType.BFLOAT16, 3);
        Path hf = model.save(root.resolve("hf"), 2);
        Path torch = Files.createDirectories(root.resolve("torch"));
        TorchSave.save(
                torch.resolve("one.pt"),
                Map.of("weight", model.tensors().get("lm_head.weight")),
                TorchSave.Version.V2_7);
        Files.copy(hf.resolve("config.json"), torch.resolve("config.json"));
        Files.writeString(torch.resolve("pytorch_model.bin"), "version https://git-lfs.github.com/spec/v1\nsize 99\n");
        Path distributed = Files.createDirectories(root.resolve("dist/iter_0000050"));
        Files.write(distributed.resolve("__0_0.distcp"), new byte[10]);
        Files.writeString(root.resolve("dist/latest_checkpointed_iteration.txt"), "50");

        Ended converted = shell("use qwen-nano/sft; set work-dir " + root.resolve("ws") + " tp 2 pp 1 hf-path " + hf
                + "; weights convert");
        assertThat(converted.exit()).as(converted.text()).isZero();
        Path mg;
        try (Stream<Path> all = Files.walk(root.resolve("ws"))) {
            mg = all.filter(path -> path.endsWith("latest_checkpointed_iteration.txt"))
                    .findFirst()
                    .orElseThrow()
                    .getParent();
        }
        Path trained = root.resolve("trained");
        new TrainedCheckpoint(TorchSave.Version.V2_7, true, true).save(mg, trained);
        Ended merged = shell("use qwen-nano/sft; set work-dir " + root.resolve("ws") + " hf-path " + hf
                + "; weights merge " + trained);
        assertThat(merged.exit()).as(merged.text()).isZero();

        for (Path sound : List.of(
                hf,
                hf.resolve("model-00001-of-00002.safetensors"),
                torch.resolve("one.pt"),
                mg,
                trained,
                root.resolve("dist"))) {
            Ended inspected = shell("weights inspect " + sound);
            assertThat(inspected.exit()).as("%s: %s", sound, inspected.text()).isZero();
        }
        Ended pointer = shell("weights inspect --verify " + torch);
        assertThat(pointer.exit()).isEqualTo(1);
        assertThat(pointer.text()).contains("Git LFS pointer");
        assertThat(shell("checkpoints " + root.resolve("dist")).text()).contains("not looked into");
    }

    /** docs/data.md names them: every format, packed and in a directory, whatever the name says. */
    @Test
    void preparesEveryKindOfData() throws Exception {
        String text = "The operator looked at the log.\n".repeat(40);
        String jsonl = "{\"text\": \"The operator looked at the log.\"}\n".repeat(40);
        String json = "[" + jsonl.strip().replace("\n", ",\n") + "]";
        String cells = "id,text\n" + "1,The operator looked at the log.\n".repeat(40);
        Path data = Files.createDirectories(root.resolve("data"));
        Map<String, String> files = new TreeMap<>(Map.of(
                "plain.txt", text,
                "wiki_00", text,
                "rows.csv", cells,
                "semicolons.csv", cells.replace(',', ';'),
                "rows.tsv", cells.replace(',', '\t'),
                "array.json", json,
                "lines.jsonl", jsonl,
                "cells", cells,
                "records", jsonl));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(data.resolve(file.getKey()), file.getValue());
        }
        List<Path> inputs =
                new ArrayList<>(files.keySet().stream().map(data::resolve).toList());
        for (String name : List.of("lines.jsonl", "wiki_00", "rows.tsv")) {
            inputs.add(packed(data.resolve(name), data.resolve(name + ".gz")));
        }
        Path parquet = data.resolve("table.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'The operator looked at the log.' AS text FROM range(40)) TO '" + parquet
                    + "' (FORMAT parquet)");
        }
        inputs.add(parquet);
        inputs.add(Files.copy(parquet, data.resolve("table")));
        for (String name : List.of("plain.txt", "wiki_00", "table.parquet")) {
            Path directory = Files.createDirectories(root.resolve("of-" + name.replaceFirst("\\..*", "")));
            Files.copy(data.resolve(name), directory.resolve(name));
            inputs.add(directory);
        }

        for (Path input : inputs) {
            Ended prepared = shell("use qwen-nano/pretrain; set work-dir " + root.resolve("ws") + "; set raw-input "
                    + input + "; check; plan; launch --dry-run; data prepare; data inspect --verify");

            assertThat(prepared.exit()).as("%s: %s", input, prepared.text()).isZero();
            assertThat(prepared.text())
                    .as("%s", input)
                    .contains(": 40 documents, ")
                    .contains("verified");
        }
        Path broken = Files.write(data.resolve("table.arrow"), new byte[] {'A', 'R', 'R', 'O', 'W', '1', 0, 0});
        Ended refused = shell("use qwen-nano/pretrain; set raw-input " + broken + "; data prepare");
        assertThat(refused.exit()).isEqualTo(3);
        assertThat(refused.text()).contains("it is an Arrow file");
    }

    private static Path packed(Path file, Path target) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
            Files.copy(file, out);
        }
        return target;
    }

    private Ended shell(String commands) throws Exception {
        String home = Files.createDirectories(root.resolve("home")).toString();
        return run(List.of(
                "env",
                "HOME=" + home,
                "NPU_SHELL_HOME=" + home,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dnpushell.build=" + build,
                "-cp",
                classPath(),
                "io.npushell.shell.Main",
                "-c",
                commands));
    }

    /** What the launcher's own function says. */
    private String classPath() throws Exception {
        String launcher = Files.readString(Path.of("npu-shell"));
        int start = launcher.indexOf("class_path() {");
        String function = launcher.substring(start, launcher.indexOf("\n}\n", start) + 3);
        Ended path = run(List.of("sh", "-c", function + "built='" + build + "'; class_path"));
        assertThat(path.text()).doesNotContain("duckdb").contains("jackson-core");
        return path.text().strip();
    }

    private static Ended run(List<String> command) throws Exception {
        File out = File.createTempFile("shell", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS))
                    .as(String.valueOf(command))
                    .isTrue();
            String text = Files.readString(out.toPath(), StandardCharsets.UTF_8);
            assertThat(text)
                    .as(Arrays.toString(command.toArray()))
                    .doesNotContain("NoClassDefFoundError", "a bug in npu-shell");
            return new Ended(process.exitValue(), text);
        } finally {
            process.destroyForcibly();
            Files.delete(out.toPath());
        }
    }
}
