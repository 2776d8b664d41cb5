package io.npushell.shell;

import io.npushell.container.FakeMachine;
import io.npushell.container.TestEngine;
import io.npushell.device.FakeNpuSmi;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelSizes;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.SmallModel;
import io.npushell.workspace.HubServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A DevServer as it is handed over: eight NPUs that are none, a real docker daemon, the stand-in as Huawei's zip, and on a server of its
 * own what the manual downloads: Alpaca's files by their names, and Qwen-14B as a model of its form that fits into a test.
 */
final class DevServerSite {
    private static final ModelSizes SMALL = new ModelSizes(2, 64, 8, 8, 96, 8, 1280);

    final ShellHarness shell;
    final Path zip;
    private final Optional<TestEngine> docker;
    private final HubServer hub = new HubServer();

    /** With its docker daemon, or without one. */
    DevServerSite(Path root, Optional<TestEngine> docker) throws IOException, SQLException {
        this.docker = docker;
        FakeNpuSmi.of(8).install(root.resolve("bin"));
        Map<String, String> environment =
                new HashMap<>(docker.map(TestEngine::environment).orElse(Map.of()));
        environment.put("HF_ENDPOINT", hub.address());
        environment.put("PATH", root.resolve("bin") + ":" + System.getenv("PATH"));
        shell = new ShellHarness(root, environment);
        if (docker.isPresent()) {
            FakeMachine.has(shell.machine(), 8);
        } else {
            FakeMachine.looksLike(shell.machine(), 8);
        }
        zip = root.resolve("AscendCloud-3rdLLM-6.3.904-20240516.zip");
        pack(zip);
        smallProfile(shell.home(), hub.address() + "/");
        save(Files.createDirectories(root.resolve("hub/Qwen/Qwen-14B-Chat/resolve/main")));
        rawData(root.resolve("hub"));
        publish(root.resolve("hub"));
    }

    /** What was downloaded, where the manual has it put; the code package lies in the workspace. */
    static void placeDownloads(Path workspace) throws IOException, SQLException {
        pack(workspace.resolve("AscendCloud-3rdLLM-6.3.904-20240516.zip"));
        save(Files.createDirectories(workspace.resolve("tokenizers/Qwen-14B")));
        Path data = workspace.resolve("training_data");
        pretrainingData(Files.createDirectories(data.resolve("pretrain")));
        instructions(Files.createDirectories(data.resolve("finetune")));
    }

    /** The weights that are downloaded. */
    static SmallModel model() {
        return SmallModel.of(Families.QWEN, SMALL, ElementType.BFLOAT16, 14);
    }

    private static void save(Path directory) throws IOException {
        model().save(directory, 2);
        Files.copy(Path.of("profiles/qwen-nano/qwen.tiktoken"), directory.resolve("qwen.tiktoken"));
    }

    private void publish(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hub.file("/" + directory.relativize(file), Files.readAllBytes(file));
            }
        }
    }

    void close() {
        hub.close();
        docker.ifPresent(engine ->
                engine.engine().docker(List.of("rm", "--force", "ascendspeed"), java.time.Duration.ofSeconds(30)));
    }

    /** The shipped profile with the small model's shape, the operator's own, which wins. */
    static void smallProfile(Path home, String hub) throws IOException {
        String profile = Files.readString(Path.of("profiles/qwen-14b.yaml"))
                .replaceFirst("layers: 40 .*", "layers: 2")
                .replaceFirst("hidden: 5120 .*", "hidden: 64")
                .replaceFirst("heads: 40 .*", "heads: 8")
                .replaceFirst("kv-groups: 40 .*", "kv-groups: 8")
                .replaceFirst("ffn: 13696 .*", "ffn: 96")
                .replaceFirst("vocabulary: 151851 .*", "vocabulary: 1280")
                .replaceFirst("padded-vocabulary: 152064 .*", "padded-vocabulary: 1280")
                .replace("https://raw.githubusercontent.com/", hub);
        Files.writeString(Files.createDirectories(home.resolve("profiles")).resolve("qwen-14b.yaml"), profile);
    }

    private static void pack(Path zip) throws IOException {
        Path standin = Path.of("src/test/resources/standin");
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream archive = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(standin)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                add(archive, standin.relativize(file).toString(), Files.readAllBytes(file));
            }
            add(archive, "scripts/requirements.txt", "numpy\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            add(archive, "checkpoint.pt", checkpoint(zip.resolveSibling("checkpoint.pt")));
        }
    }

    private static void add(ZipOutputStream archive, String name, byte[] content) throws IOException {
        archive.putNextEntry(new ZipEntry("6.3.904-Ascend/llm_train/AscendSpeed/" + name));
        archive.write(content);
        archive.closeEntry();
    }

    /** What the stand-in's pretraining saves. */
    private static byte[] checkpoint(Path file) throws IOException {
        TorchFileWriter.write(
                file,
                Map.of(
                        "args",
                        new TorchFileWriter.Namespace(Map.of("train_iters", 200L, "global_batch_size", 64L)),
                        "model",
                        Map.of(),
                        "optimizer",
                        Map.of("state", "all there")));
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return content;
    }

    private static void rawData(Path directory) throws IOException, SQLException {
        pretrainingData(Files.createDirectories(directory.resolve("datasets/tatsu-lab/alpaca/resolve/main/data")));
        instructions(Files.createDirectories(directory.resolve("Instruction-Tuning-with-GPT-4/GPT-4-LLM/main/data")));
    }

    private static void pretrainingData(Path directory) throws IOException, SQLException {
        Path parquet = directory.resolve("train-00000-of-00001-a09b74b3ef9c3b56.parquet");
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement()) {
            statement.execute(
                    "COPY (SELECT 'The operator trains model number ' || i || ' and writes down its loss.' AS text"
                            + " FROM range(600) t(i)) TO '" + parquet + "' (FORMAT parquet)");
        }
    }

    private static void instructions(Path directory) throws IOException {
        Files.writeString(
                directory.resolve("alpaca_gpt4_data.json"),
                Stream.generate(() -> "{\"instruction\": \"Name a unit.\", \"input\": \"\", \"output\": \"One NPU.\"}")
                        .limit(80)
                        .collect(java.util.stream.Collectors.joining(",", "[", "]")));
    }
}
