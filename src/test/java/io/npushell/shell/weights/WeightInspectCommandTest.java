package io.npushell.shell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.FloatTensor;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WeightInspectCommandTest {
    private static final ModelSizes NANO = new ModelSizes(4, 128, 4, 4, 344, 32, 1280);

    @TempDir
    Path root;

    private ShellHarness shell;
    private SmallModel model;
    private Path source;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        model = SmallModel.of(Families.QWEN, NANO, ElementType.BFLOAT16, 1);
        source = model.save(shell.directory().resolve("hf"), 2);
    }

    @Test
    void showsAHuggingFaceModel() {
        assertThat(inspect("hf")).isEqualTo(new Result(ExitCode.OK, """
            format      Hugging Face model
            model       qwen, 4 layers, 1,280 rows of vocabulary
            type        bf16
            parameters  1,120,896 in 35 tensors
            size        2.1 MiB
            """, ""));
    }

    @Test
    void showsConvertedWeightsThatFit() throws IOException {
        convert("mg", 2, 1);

        assertThat(shell.run("use qwen-nano/sft; set tp 2; weights inspect mg").out())
                .isEqualTo("""
                    format      Megatron checkpoint
                    model       qwen, 4 layers, 1,280 rows of vocabulary
                    type        bf16
                    parameters  1,120,896 in 31 tensors
                    size        2.2 MiB
                    cut         TP 2, PP 1
                    iteration   1
                    """);
    }

    @Test
    void saysWhatDoesNotFitTheSettingsAndWhatToDo() throws IOException {
        convert("mg", 2, 1);

        Result result = shell.run(
                "use qwen-nano/sft; set tp 4 pp 2 padded-vocab-size 1024 params-dtype fp16; weights inspect mg");

        assertThat(result.exit()).isEqualTo(ExitCode.OK);
        assertThat(result.out()).endsWith("""
            misfit      cut for TP 2 and PP 1, and the settings say TP 4 and PP 2
                        try: set tp 2 pp 1   or   weights convert
            misfit      1,280 rows of vocabulary, and the settings say 1,024
                        try: unset padded-vocab-size   or   weights convert
            misfit      element type bf16, and params-dtype says fp16
                        try: unset params-dtype   or   weights convert
            """);
        assertThat(shell.run("use qwen-14b/sft; weights inspect mg").out()).endsWith("""
            misfit      4 layers, and qwen-14b has 40
                        try: profile list   or   use PROFILE
            """);
    }

    @Test
    void tellsTheModelsApartThatDifferInTheirKeyValueGroupsOnly() throws IOException {
        convert("mg", 1, 1);

        assertThat(shell.run("use glm3-nano/sft; weights inspect mg").out()).endsWith("""
            misfit      key-value groups 4, and glm3-nano has 2
                        try: profile list   or   use PROFILE
            """);
        assertThat(shell.run("use glm3-nano/sft; set model-path mg; check").screen())
                .contains("W13", "its key-value groups 4, not 2");
    }

    @Test
    void verifyFindsOneByteThatIsNotAsItWasWritten() throws IOException {
        convert("mg", 2, 1);
        Path file = shell.directory().resolve("mg/iter_0000001/mp_rank_01/model_optim_rng.pt");
        Result whole = shell.run("weights inspect mg --verify");
        assertThat(whole.exit()).as("%s", whole).isEqualTo(ExitCode.OK);
        assertThat(whole.out())
                .containsPattern("verified    2 files, every byte read, checksums match over 2\\.. MiB\n");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThat(shell.run("weights inspect mg").exit()).isEqualTo(ExitCode.OK);
        Result damaged = shell.run("weights inspect mg --verify");
        Result json = shell.runJson("weights inspect mg --verify");

        assertThat(damaged.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(damaged.out())
                .containsPattern("damaged     '" + file
                        + "' is damaged: the checksum of tensor 'model\\.language_model\\.[a-z0-9_.]+' in"
                        + " '[a-z_]+/data/[0-9]+' does not match\n");
        assertThat(json.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(json.out()).contains("\"files\" : 2").contains("the checksum of tensor 'model.language_model.");
    }

    @Test
    void verifyReadsWhatHasNoChecksumsToo() throws IOException {
        Result whole = shell.run("weights inspect hf --verify");
        assertThat(whole.exit()).as("%s", whole).isEqualTo(ExitCode.OK);
        assertThat(whole.out()).endsWith("verified    2 files, every byte read; there are no checksums to compare\n");

        Path file = source.resolve("model-00002-of-00002.safetensors");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 1));
        Result cut = shell.run("weights inspect hf --verify");
        assertThat(cut.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(cut.screen()).contains("'" + file + "' ");
    }

    @Test
    void namesMissingAndOddTensors() throws IOException {
        model.tensors().remove("transformer.h.2.mlp.w1.weight");
        model.tensors().put("transformer.h.2.mlp.w9.weight", model.tensors().get("transformer.h.2.ln_1.weight"));
        model.tensors().put("lm_head.weight", model.tensors().get("transformer.h.2.ln_1.weight"));
        model.save(source, 2);

        Result result = inspect("hf");

        assertThat(result.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(result.out()).endsWith("""
            problem     tensor 'transformer.h.2.mlp.w1.weight' is missing
            problem     tensor 'lm_head.weight' has the shape [128], and config.json asks for [1280, 128]
            problem     tensor 'transformer.h.2.mlp.w9.weight' is none of this model's
            """);
    }

    @Test
    void showsATrainedCheckpointAndABrokenOne() throws IOException {
        Path saved = shell.directory().resolve("saved");
        for (int stage = 0; stage < 2; stage++) {
            trained(saved, stage);
        }
        Checkpoints.writeTracker(saved, 100);

        assertThat(inspect("saved").out().replaceFirst("\\d\\.\\d KiB", "SIZE")).isEqualTo("""
            format      Megatron checkpoint
            type        f32
            parameters  40 in 5 tensors
            size        SIZE
            cut         TP 1, PP 2
            iteration   100
            also        optimizer
            """);

        Path file = Checkpoints.file(saved, 100, 0, 1, 2);
        Files.write(file, List.of("cut"));
        Result broken = inspect("saved");
        assertThat(broken.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(broken.err())
                .isEqualTo("the checkpoint is not whole: '" + file
                        + "' is truncated or no torch file: it has no zip directory at its end\n"
                        + "  try: take another iteration\n");
        Files.delete(saved.resolve(Checkpoints.TRACKER));
        assertThat(inspect("saved").err())
                .isEqualTo("'" + saved
                        + "' has checkpoints, but latest_checkpointed_iteration.txt is missing\n"
                        + "  try: --iteration 100\n");
        assertThat(inspect("nothing/at/all"))
                .isEqualTo(new Result(ExitCode.NOT_FOUND, "", """
                    there is no '%s/nothing/at/all'
                      try: ls %s
                    """.formatted(shell.directory(), shell.directory())));
    }

    @Test
    void staysWithinANarrowTerminal() throws IOException {
        convert("mg", 2, 1);

        Result result = shell.onTerminal(40).run("use qwen-nano/sft; set tp 4 pp 2; weights inspect mg");

        assertThat(result.outLines()).allMatch(line -> line.length() <= 40);
        assertThat(result.out()).endsWith("""
            misfit      cut for TP 2 and PP 1, and
                        the settings say TP 4 and PP
                        2
                        try: set tp 2 pp 1   or
                             weights convert
            """);
    }

    @Test
    void givesTheSameAsJson() throws IOException {
        convert("mg", 2, 1);

        JsonNode json = new ObjectMapper()
                .readTree(shell.runJson("use qwen-nano/sft; set tp 4; weights inspect mg")
                        .out());

        assertThat(json.get("schema").asText()).isEqualTo("npu-shell/weights/1");
        assertThat(json.get("format").asText()).isEqualTo("megatron");
        assertThat(json.get("tensor_parallel").asInt()).isEqualTo(2);
        assertThat(json.get("parameters").asLong()).isEqualTo(1_120_896);
        assertThat(json.get("problems")).isEmpty();
        assertThat(json.get("misfits").get(0).get("sentence").asText())
                .isEqualTo("cut for TP 2 and PP 1, and the settings say TP 4 and PP 1");
        assertThat(json.get("misfits").get(0).get("remedies").get(0).asText()).isEqualTo("set tp 2 pp 1");
    }

    private Result inspect(String path) {
        return shell.run("weights inspect " + path);
    }

    private void convert(String name, int tp, int pp) throws IOException {
        new Conversion(
                        source,
                        ModelFamilies.shipped(),
                        shell.directory().resolve(name),
                        new ParallelSize(tp, pp),
                        Conversion.Form.AS_IT_IS,
                        new WeightsProgress(new PrintStream(OutputStream.nullOutputStream())))
                .run();
    }

    private static void trained(Path saved, int stage) throws IOException {
        Map<String, Object> tensors = new LinkedHashMap<>();
        String encoder = "language_model.encoder.";
        FloatTensor small = new FloatTensor(new float[8], 0, List.of(2L, 4L));
        if (stage == 0) {
            ModelDictionary.put(tensors, "language_model.embedding.word_embeddings.weight", small);
        } else {
            ModelDictionary.put(tensors, encoder + "final_norm.weight", small);
            ModelDictionary.put(tensors, "language_model.output_layer.weight", small);
        }
        ModelDictionary.put(tensors, encoder + "layers.0.mlp.dense_h_to_4h.weight", small);
        Path file = Checkpoints.file(saved, 100, 0, stage, 2);
        Files.createDirectories(file.resolveSibling(""));
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "args",
                new TorchFileWriter.Namespace(Map.of(
                        "num_layers",
                        2,
                        "hidden_size",
                        4,
                        "tensor_model_parallel_size",
                        1,
                        "pipeline_model_parallel_size",
                        2)));
        root.put("model", tensors);
        root.put("optimizer", Map.of("state", Map.of("exp_avg", small)));
        TorchFileWriter.write(file, root);
    }
}
