package io.npushell.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.data.IndexedDataset;
import io.npushell.launch.AscendSite;
import io.npushell.model.ElementType;
import io.npushell.model.Families;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Manifest;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Upstream's tools chosen by the operator: run as they are, judged by the files they leave and never by their exit code. */
@Timeout(180)
class UpstreamToolsIT {
    @TempDir
    Path root;

    RealShell shell;
    AscendSite site;
    Path finetune;
    Path weights;

    @BeforeEach
    void prepare() throws Exception {
        shell = new RealShell(root).withNpus().withProgram("python", "#!/bin/sh\nexec python3 \"$@\"\n");
        site = new AscendSite(Files.createDirectories(shell.workspace()));
        profile("  - export NPU_SHELL_STILL_SHORT=2\n");
        Path input = shell.workspace().resolve("training_data/finetune/alpaca_gpt4_data.json");
        Files.createDirectories(input.getParent());
        Files.copy(Path.of("src/test/resources/recorded/modellink/instructions.json"), input);
        finetune = shell.workspace().resolve("processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft");
        weights = shell.workspace().resolve("processed_for_ma_input/Qwen-14B/converted_weights");
        SmallModel.of(Families.QWEN, new ModelSizes(2, 16, 8, 8, 16, 2, 256), ElementType.BFLOAT16, 7)
                .save(shell.workspace().resolve("tokenizers/Qwen-14B"), 1);
        new Conversion(
                        shell.workspace().resolve("tokenizers/Qwen-14B"),
                        ModelFamilies.shipped(),
                        site.code.resolve("prepared"),
                        new ParallelSize(8, 1),
                        new Conversion.Form(ElementType.FLOAT16, 0),
                        new WeightsProgress(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .run();
    }

    /** Qwen-14B with less of everything, so that a model of it fits a test. */
    private void profile(String environment) throws Exception {
        String small = Files.readString(Path.of("profiles/qwen-14b.yaml"))
                .replace("name: qwen-14b", "name: small-qwen")
                .replace("environment:\n", "environment:\n" + environment)
                .replace("layers: 40 ", "layers: 2 ")
                .replace("hidden: 5120 ", "hidden: 16 ")
                .replace("heads: 40 ", "heads: 8 ")
                .replace("kv-groups: 40 ", "kv-groups: 8 ")
                .replace("ffn: 13696 ", "ffn: 16 ")
                .replace("vocabulary: 151851 ", "vocabulary: 250 ")
                .replace("padded-vocabulary: 152064 ", "padded-vocabulary: 256 ");
        Files.writeString(
                Files.createDirectories(shell.home().resolve("profiles")).resolve("small-qwen.yaml"), small);
    }

    @AfterEach
    void stop() throws Exception {
        site.stopAll();
    }

    @Test
    void aLaunchRunsBothToolsAndTrainsOnWhatTheyLeft() throws Exception {
        profile(""); // what trains wants no other variables

        RealShell.Ended ended = run("set train-iters 20; launch --wait --accept O02");

        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(IndexedDataset.inspect(finetune).problem()).isNull();
        assertThat(IndexedDataset.inspect(finetune).manifest())
                .containsEntry("preprocessor", "modellink")
                .containsEntry("documents", "9");
        assertThat(Checkpoints.inspect(weights).tensorParallel()).isEqualTo(8);
        assertThat(Manifest.read(weights))
                .containsEntry("converter", "modellink")
                .containsEntry("dtype", "F16");
        assertThat(log(1)).contains("Done!", " weights: " + weights + " is whole, TP 8 PP 1, F16", " iteration ");
        RealShell.Ended again = run("data prepare; weights convert");
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(site.store.list()).hasSize(1);
    }

    @Test
    void dataThatIsNotWholeFailsWithItsReasonAndIsMadeAnew() throws Exception {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("exits-0-with-nothing", "there are no files ");
        reasons.put("dies-before-the-index", "_packed_input_ids_document.idx is missing");
        reasons.put("truncates", "_packed_labels_document.bin has ");

        RealShell.Ended ended = runWith("preprocessor", reasons.keySet(), "data prepare");

        assertThat(ended.exit()).as("%s", ended).isEqualTo(20);
        int session = 0;
        for (String reason : reasons.values()) {
            session++;
            assertThat(log(session))
                    .contains("ModelLink's preprocess_data.py left no usable dataset: ", reason)
                    .contains("set preprocessor native");
        }
        assertThat(IndexedDataset.inspect(finetune).manifest()).isEmpty();
        RealShell.Ended again = run("data prepare");
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(IndexedDataset.inspect(finetune).documents()).isEqualTo(9);
    }

    @Test
    void whatIsWholeCountsWhateverTheExitCode() throws Exception {
        Files.writeString(site.code.resolve("preprocessor"), "fails-after-all");
        Files.writeString(site.code.resolve("converter"), "fails-after-all");

        RealShell.Ended ended = run("data prepare; weights convert");

        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(log(1)).contains("ended with exit code 1; what it left is looked at now", " is sound, 9 documents");
        assertThat(log(2)).contains("ended with exit code 1; what it left is looked at now", "is whole, TP 8 PP 1");
    }

    @Test
    void weightsThatAreNotWholeFailWithTheirReasonAndAreMadeAnew() throws Exception {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("misses-a-rank", "holds 7 of 8 mp_rank directories");
        reasons.put("misses-the-tracker", "latest_checkpointed_iteration.txt is missing");
        reasons.put("saver-dies", "one of its processes has died, and the others wait for it");
        reasons.put("truncates", "model_optim_rng.pt' ");

        RealShell.Ended ended = runWith("converter", reasons.keySet(), "weights convert");

        assertThat(ended.exit()).as("%s", ended).isEqualTo(20);
        int session = 0;
        for (String reason : reasons.values()) {
            session++;
            assertThat(log(session))
                    .contains("the converter left no whole checkpoint: ", reason)
                    .contains("set converter native does it without Python");
        }
        assertThat(weights).doesNotExist();
        RealShell.Ended again = run("weights convert");
        assertThat(again.exit()).as("%s", again).isZero();
        assertThat(Checkpoints.inspect(weights).problem()).isNull();
        assertThat(weights.resolveSibling("converted_weights.unfinished")).doesNotExist();
    }

    @Test
    void aConverterThatDoesNotEndAfterDoneIsEndedAndItsFilesCount() throws Exception {
        Files.writeString(site.code.resolve("converter"), "hangs-after-done");

        RealShell.Ended ended = run("weights convert");

        assertThat(ended.exit()).as("%s", ended).isZero();
        assertThat(log(1)).contains("upstream's tool stands still: it has said Done! and does not end", "is whole");
    }

    @Test
    void wishesThatUpstreamCannotFulfilAreRefusedBeforeAByteIsWritten() throws Exception {
        RealShell.Ended refused = run(
                "set padded-vocab-size 384; weights convert; unset padded-vocab-size; set params-dtype bf16; weights convert");

        assertThat(refused.exit()).as("%s", refused).isEqualTo(3);
        assertThat(refused.err())
                .contains("W12  upstream's converter cannot make 384 rows of vocabulary")
                .contains("W12  upstream's converter cannot write bf16, its qwen_hf writes fp16");
        assertThat(site.store.list()).isEmpty();
    }

    /** One shell that lets the stand-in behave in one way after the other, and runs a command each time. */
    private RealShell.Ended runWith(String tool, Collection<String> behaviours, String command) throws Exception {
        Path file = site.code.resolve(tool);
        StringBuilder lines = new StringBuilder();
        behaviours.forEach(behaviour -> lines.append("\n!echo ")
                .append(behaviour)
                .append(" >'" + file + "'\n")
                .append(command));
        RealShell.Ended ended = run(lines.toString());
        Files.delete(file);
        return ended;
    }

    /** Goes on after a failure; the exit code is the first one's. */
    private RealShell.Ended run(String commands) throws Exception {
        return shell.run(
                "--keep-going",
                "-c",
                "use small-qwen/sft; set work-dir '" + shell.workspace()
                        + "'; set preprocessor modellink converter modellink; " + commands);
    }

    private String log(int session) throws Exception {
        return Files.readString(shell.log(session));
    }
}
