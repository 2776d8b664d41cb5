package io.npushell.step;

import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.ConversionCheck;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a Megatron checkpoint of a Hugging Face model; the options have upstream's names. */
record WeightsStep(
        Path source, ModelFamilies families, Path target, ParallelSize parallel, Conversion.Form form, String check) {
    static final String USAGE = """
            usage: weights --load-dir DIR --save-dir DIR [options]
              --load-dir DIR                      Hugging Face model: config.json, safetensors or pytorch_model*.bin
              --save-dir DIR                      gets iter_0000001 and latest_checkpointed_iteration.txt
              --target-tensor-parallel-size N     (default: 1)
              --target-pipeline-parallel-size N   (default: 1)
              --params-dtype TYPE                 source, fp16, bf16 or fp32 (default: source, what the model has)
              --padded-vocab-size N               rows of the vocabulary; the last is repeated, or those beyond are cut off
                                                  (default: as the model has)
              --family FILE                       the family of the model, where npu-shell comes without it
              --check DIR                         convert nothing: look at what another converter left in DIR; where it is whole and
                                                  cut so, it becomes --save-dir
            """;

    private static final Set<String> NAMES = Set.of(
            "--load-dir",
            "--save-dir",
            "--target-tensor-parallel-size",
            "--target-pipeline-parallel-size",
            "--params-dtype",
            "--padded-vocab-size",
            "--family",
            "--check");

    static WeightsStep parse(List<String> words) {
        Options options = Options.parse(words, NAMES);
        String family = options.text("--family", "");
        return new WeightsStep(
                Path.of(options.required("--load-dir")),
                family.isEmpty() ? ModelFamilies.shipped() : ModelFamilies.with(ModelFamilies.open(family)),
                Path.of(options.required("--save-dir")),
                new ParallelSize(
                        options.number("--target-tensor-parallel-size", 1, 1),
                        options.number("--target-pipeline-parallel-size", 1, 1)),
                new Conversion.Form(
                        dtype(options.text("--params-dtype", "source")), options.number("--padded-vocab-size", 0, 0)),
                options.text("--check", ""));
    }

    /** Null for what the source has. */
    static @Nullable ElementType dtype(String name) {
        return name.equals("source")
                ? null
                : ElementType.ofOption(name)
                        .orElseThrow(() -> Options.usage(
                                "--params-dtype \"" + name + "\" is none of source, fp16, bf16 and fp32"));
    }

    void run(PrintStream out) throws IOException {
        if (!check.isEmpty()) {
            new ConversionCheck(source, families, Path.of(check), target, parallel, form).run(new WeightsProgress(out));
            return;
        }
        new Conversion(source, families, target, parallel, form, new WeightsProgress(out)).run();
    }
}
