package io.npushell.shell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.ExitCode;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
import io.npushell.model.ParallelSize;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.ShellHarness.Result;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.SmallModel;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell with a family of the operator's own: one profile and one file beside it. */
class LlamaFamilyCommandsTest {
    @TempDir
    Path root;

    private ShellHarness shell;
    private Path file;
    private Path model;

    @BeforeEach
    void start() throws IOException {
        shell = new ShellHarness(root);
        Path own = Files.createDirectories(shell.home().resolve("profiles/families"));
        file = Files.copy(Path.of("src/test/resources/family/families/llama2.yaml"), own.resolve("llama2.yaml"));
        Files.copy(Path.of("src/test/resources/family/llama2-nano.yaml"), own.resolveSibling("llama2-nano.yaml"));
        model = SmallModel.of(family(), new ModelSizes(4, 128, 4, 2, 344, 32, 1280), ElementType.BFLOAT16, 1)
                .save(root.resolve("llama"), 1);
    }

    @Test
    void tellsTheStepsWhereTheFamilyIs() throws IOException {
        String setUp = "use llama2-nano/sft; set work-dir " + shell.workspace() + " tp 2; set hf-path " + model + "; ";
        Path megatron = root.resolve("mg");
        Path raw = Files.writeString(root.resolve("raw.jsonl"), "{\"text\": \"hello\"}\n");
        new Conversion(
                        model,
                        ModelFamilies.with(family()),
                        megatron,
                        new ParallelSize(2, 1),
                        Conversion.Form.AS_IT_IS,
                        new WeightsProgress(
                                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)))
                .run();

        Result convert = shell.invoke("-c", setUp + "weights convert --dry-run");
        Result merge = shell.invoke("-c", setUp + "weights merge " + megatron + " --dry-run");
        Result inspect = shell.invoke("-c", setUp + "weights inspect " + megatron);

        assertThat(convert.exit()).as(convert.err()).isEqualTo(ExitCode.OK);
        assertThat(convert.screen()).contains("--target-tensor-parallel-size 2", "--family " + file);
        assertThat(merge.screen()).contains("--original " + model, "--family " + file);
        assertThat(inspect.exit()).isEqualTo(ExitCode.OK);
        assertThat(inspect.screen()).contains("model       llama2, 4 layers");
        assertThat(shell.invoke("-c", "use llama2-nano; set raw-input " + raw + "; launch --dry-run")
                        .screen())
                .contains("MODEL_FAMILY=" + file);
        assertThat(shell.invoke("-c", setUp + "set converter modellink params-dtype fp32; weights convert --dry-run")
                        .err())
                .contains("upstream's converter cannot write fp32, its llama2_hf writes fp16");
    }

    @Test
    void saysThatUpstreamHasNoLoaderWhereTheFamilyNamesNone() throws IOException {
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)modellink:.*?types: [^\\n]*\\n", ""));

        Result refused = shell.invoke(
                "-c",
                "use llama2-nano/sft; set work-dir " + shell.workspace() + "; set hf-path " + model
                        + " converter modellink; weights convert");

        assertThat(refused.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(refused.err()).contains("W12  upstream's converter has no loader for Llama 2");
    }

    @Test
    void anotherProfileDoesNotKnowItsModels() {
        Result refused = shell.invoke(
                "-c",
                "use qwen-nano/sft; set work-dir " + shell.workspace() + "; set hf-path " + model
                        + "; weights convert");

        assertThat(refused.exit()).isEqualTo(ExitCode.FINDINGS);
        assertThat(refused.err())
                .contains("W08", "describes a model of type 'llama'; qwen and chatglm (ChatGLM3) are converted here");
    }

    private ModelFamily family() {
        return ModelFamilies.open(file.toString());
    }
}
