package io.npushell.trainer;

import io.npushell.model.ModelShape;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Goes on from a checkpoint: refuses one that does not fit, in Megatron's words, and says what it overrides. */
final class Resumption {
    private final Path directory;
    private final ModelShape shape;
    private final RunSettings settings;

    Resumption(Path directory, ModelShape shape, RunSettings settings) {
        this.directory = directory;
        this.shape = shape;
        this.settings = settings;
    }

    void load(TrainingState state, TrainingLog log) {
        Tracked tracked = Tracked.in(directory, "resume from");
        if (tracked.release()) {
            throw StoredArguments.refuse(
                    "the checkpoint in '%s' is a release, not an iteration to resume from".formatted(directory));
        }
        long iteration = tracked.iteration();
        log.line(" loading checkpoint from %s at iteration %d", directory, iteration);
        CheckpointReader reader = tracked.reader(settings.parallel());
        StoredArguments stored = tracked.arguments(settings.parallel());
        requireSameTraining(stored);
        if (iteration >= settings.trainIterations()) {
            throw StoredArguments.refuse(
                    "the checkpoint in '%s' is at iteration %d already: TRAIN_ITERS '%d' leaves nothing to train"
                            .formatted(directory, iteration, settings.trainIterations()));
        }
        log.line(" checkpoint version 3.0");
        sayOverrides(stored, log);
        readWeights(reader, state.weights);
        reader.optimizer(shape, state.weights, state.optimizer);
        state.iteration = iteration;
        state.consumedSamples = (long) stored.number("consumed_train_samples")
                .orElseThrow(() -> StoredArguments.refuse(
                        "the checkpoint in '%s' does not say how many samples it has seen".formatted(directory)));
        log.line("  successfully loaded checkpoint from %s at iteration %d", directory, iteration);
    }

    /** Frozen weights that a LoRA checkpoint holds tell whether the model loaded before is the one its adapters belong to. */
    private void readWeights(CheckpointReader reader, ModelWeights weights) {
        List<Weight> saved = weights.saved();
        Map<Weight, float[]> frozen = new LinkedHashMap<>();
        saved.stream().filter(weight -> !weight.trained()).forEach(weight -> frozen.put(weight, weight.values.clone()));
        reader.weights(shape, saved);
        frozen.forEach((weight, before) -> {
            if (!Arrays.equals(before, weight.values)) {
                throw StoredArguments.refuse(
                        "the adapters in '%s' were trained on another model than that in '%s': their %s differ"
                                .formatted(
                                        directory,
                                        settings.base().map(Path::toString).orElse(""),
                                        weight.spec.name()));
            }
        });
    }

    private void requireSameTraining(StoredArguments stored) {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("num_layers", shape.layers());
        expected.put("hidden_size", shape.hidden());
        expected.put("num_attention_heads", shape.heads());
        expected.put("num_query_groups", shape.kvGroups());
        expected.put("ffn_hidden_size", shape.ffn());
        expected.put("padded_vocab_size", shape.paddedVocabulary());
        expected.put("tensor_model_parallel_size", settings.parallel().tensor());
        expected.put("pipeline_model_parallel_size", settings.parallel().pipeline());
        stored.requireNumbers(expected);
        boolean instructions = settings.runType().finetunes();
        if (stored.on("is_instruction_dataset") != instructions) {
            throw StoredArguments.differs(
                    "is_instruction_dataset",
                    Arguments.shown(!instructions).toString(),
                    Arguments.shown(instructions).toString());
        }
        Arguments.ofLora(settings.lora()).forEach((name, value) -> {
            String found = stored.text(name).orElse("[]");
            if (!found.equals(value.toString())) {
                throw StoredArguments.differs(name, found, value.toString());
            }
        });
    }

    private void sayOverrides(StoredArguments stored, TrainingLog log) {
        override(stored, log, "lr", "learning rate", settings.rates().learningRate());
        override(
                stored, log, "min_lr", "minimum learning rate", settings.rates().minimumLearningRate());
        override(
                stored,
                log,
                "lr_warmup_fraction",
                "warmup fraction",
                settings.rates().warmupFraction());
        override(stored, log, "train_iters", "total number of iterations", settings.trainIterations());
        override(
                stored,
                log,
                "global_batch_size",
                "global batch size",
                settings.batch().global());
        override(stored, log, "seed", "seed", settings.seed());
    }

    private static void override(StoredArguments stored, TrainingLog log, String argument, String words, Number value) {
        OptionalDouble found = stored.number(argument);
        if (found.isPresent() && found.getAsDouble() != value.doubleValue()) {
            log.line(" > overriding %s value to %s", words, value);
        }
    }
}
