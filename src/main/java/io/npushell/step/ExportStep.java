package io.npushell.step;

import io.npushell.model.ModelFamilies;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.Merge;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes a Hugging Face model of a Megatron checkpoint. */
record ExportStep(Merge.Source source, Merge.Template template, Path target, Conversion.Form form) {
    static final String USAGE = """
            usage: export --load-dir DIR --save-dir DIR (--original DIR | --family NAME|FILE) [options]
              --load-dir DIR       Megatron checkpoint, with latest_checkpointed_iteration.txt in it
              --save-dir DIR       gets safetensors, config.json and the other files of the original
              --original DIR       Hugging Face model that the training began with; only read
              --family NAME|FILE   qwen, chatglm3 or the file of another, where there is no original
              --tokenizer DIR      its files go along where there is no original
              --iteration N        of --lora-dir where that is given (default: the one its tracker file names)
              --lora-dir DIR       checkpoint of LoRA adapters, where they are not in --load-dir itself
              --lora-alpha N       (default: the checkpoint's own)
              --params-dtype TYPE  source, fp16, bf16 or fp32 (default: source, what the checkpoint has)
            """;

    private static final Set<String> NAMES = Set.of(
            "--load-dir",
            "--save-dir",
            "--original",
            "--family",
            "--tokenizer",
            "--iteration",
            "--lora-dir",
            "--lora-alpha",
            "--params-dtype");

    static ExportStep parse(List<String> words) {
        Options options = Options.parse(words, NAMES);
        String family = options.text("--family", "");
        return new ExportStep(
                new Merge.Source(
                        Path.of(options.required("--load-dir")),
                        options.number("--iteration", -1, -1),
                        path(options, "--lora-dir"),
                        options.number("--lora-alpha", 0, 0)),
                new Merge.Template(
                        path(options, "--original"),
                        family.isEmpty() ? null : ModelFamilies.open(family),
                        path(options, "--tokenizer")),
                Path.of(options.required("--save-dir")),
                new Conversion.Form(WeightsStep.dtype(options.text("--params-dtype", "source")), 0));
    }

    private static @Nullable Path path(Options options, String name) {
        String text = options.text(name, "");
        return text.isEmpty() ? null : Path.of(text);
    }

    void run(PrintStream out) throws IOException {
        new Merge(source, template, target, form, new WeightsProgress(out)).run();
    }
}
