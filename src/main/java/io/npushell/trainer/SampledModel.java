package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.DirectoryTree;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.Conversion;
import io.npushell.weights.convert.WeightsProgress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights to sample from: those of a Megatron checkpoint, of LoRA adapters upon one, or of a Hugging Face model.
 *
 * @param iteration empty for a Hugging Face model, which does not say
 */
record SampledModel(ModelWeights weights, OptionalLong iteration) {
    private static final Pattern ITERATION = Pattern.compile("iter_(\\d{7,9})");

    /**
     * Loads what a path names.
     *
     * @param named a directory of checkpoints, which stands for its newest one; iter_0000060 below it for that one; or a model with config.json
     * @param base the checkpoints that adapters belong to
     */
    static SampledModel load(Path named, Optional<Path> base, Architecture architecture) {
        return Files.isRegularFile(named.resolve("config.json"))
                ? ofHuggingFace(named, architecture)
                : ofMegatron(named, base, architecture);
    }

    private static SampledModel ofMegatron(Path named, Optional<Path> base, Architecture architecture) {
        Matcher one = ITERATION.matcher(String.valueOf(named.getFileName()));
        boolean chosen = one.matches() && Files.isDirectory(named);
        Path directory = chosen ? named.resolveSibling("") : named;
        CheckpointFacts facts = Checkpoints.inspect(directory);
        if (facts.iteration() < 0 || facts.problem() != null) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no checkpoint to sample from in '%s': %s".formatted(directory, facts.problem()));
        }
        ParallelSize parallel = new ParallelSize(facts.tensorParallel(), facts.pipelineParallel());
        long iteration = chosen ? Long.parseLong(one.group(1)) : facts.iteration();
        CheckpointReader reader = new CheckpointReader(directory, iteration, parallel);
        ModelWeights weights = new ModelWeights(architecture, lora(reader.arguments()));
        if (weights.adapted()) {
            Path model = base.orElseThrow(() -> new OperatorException(
                    ExitCode.USAGE,
                    "'%s' holds LoRA adapters, which say nothing without the model they belong to".formatted(named),
                    "--base DIRECTORY"));
            Tracked.in(model, "sample from").reader(parallel).weights(architecture.shape(), weights.base());
        }
        reader.weights(architecture.shape(), weights.saved());
        return new SampledModel(weights, OptionalLong.of(iteration));
    }

    private static Optional<Lora> lora(StoredArguments stored) {
        List<String> modules = Arrays.stream(
                        stored.text("lora_target_modules").orElse("").split("[\\[\\], ]+"))
                .filter(module -> !module.isEmpty())
                .toList();
        return modules.isEmpty()
                ? Optional.empty()
                : Optional.of(new Lora(
                        (int) stored.number("lora_r").orElse(0),
                        (int) stored.number("lora_alpha").orElse(0),
                        modules));
    }

    /** By way of a Megatron checkpoint that nobody keeps. */
    private static SampledModel ofHuggingFace(Path model, Architecture architecture) {
        try {
            Path temporary = Files.createTempDirectory("npu-shell-sample");
            try {
                Path converted = temporary.resolve("converted");
                new Conversion(
                                model,
                                ModelFamilies.with(architecture.family()),
                                converted,
                                ParallelSize.ONE,
                                Conversion.Form.AS_IT_IS,
                                new WeightsProgress(new PrintStream(
                                        OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)))
                        .run();
                return new SampledModel(
                        ofMegatron(converted, Optional.empty(), architecture).weights(), OptionalLong.empty());
            } finally {
                DirectoryTree.delete(temporary);
            }
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED, "the model in '%s' cannot be read: %s".formatted(model, e.getMessage()), null, e);
        }
    }
}
