package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Goes on from a checkpoint: refuses one that does not fit, in Megatron's words, and says what it overrides. */
final class Resumption {
    private final Path directory;
    private final Shape shape;
    private final RunSettings settings;

    Resumption(Path directory, Shape shape, RunSettings settings) {
        this.directory = directory;
        this.shape = shape;
        this.settings = settings;
    }

    void load(TrainingState state, TrainingLog log) {
        long iteration = trackedIteration();
        log.line(" loading checkpoint from %s at iteration %d", directory, iteration);
        CheckpointReader reader = new CheckpointReader(directory, iteration, settings.parallel());
        StoredArguments stored = storedArguments(iteration);
        requireSameModel(stored);
        if (iteration >= settings.trainIterations()) {
            throw refuse("the checkpoint in '%s' is at iteration %d already: TRAIN_ITERS '%d' leaves nothing to train"
                    .formatted(directory, iteration, settings.trainIterations()));
        }
        log.line(" checkpoint version 3.0");
        sayOverrides(stored, log);
        reader.weights(shape, state.weights);
        reader.optimizer(shape, state.weights, state.optimizer);
        state.iteration = iteration;
        state.consumedSamples = (long) stored.number("consumed_train_samples")
                .orElseThrow(() -> refuse(
                        "the checkpoint in '%s' does not say how many samples it has seen".formatted(directory)));
        log.line("  successfully loaded checkpoint from %s at iteration %d", directory, iteration);
    }

    private long trackedIteration() {
        String tracked = Checkpoints.tracker(directory)
                .orElseThrow(() -> refuse("could not find the metadata file %s: there is nothing to resume from"
                        .formatted(directory.resolve(Checkpoints.TRACKER))));
        if (tracked.equals("release")) {
            throw refuse("the checkpoint in '%s' is a release, not an iteration to resume from".formatted(directory));
        }
        return Long.parseLong(tracked);
    }

    /** From the first rank's file, where that is for the cut the checkpoint really has. */
    private StoredArguments storedArguments(long iteration) {
        var facts = Checkpoints.inspect(directory);
        if (facts.problem() == null && facts.iteration() == iteration) {
            RunSettings.Parallel cut = new RunSettings.Parallel(facts.tensorParallel(), facts.pipelineParallel());
            return new CheckpointReader(directory, iteration, cut).arguments();
        }
        return new CheckpointReader(directory, iteration, settings.parallel()).arguments();
    }

    private void requireSameModel(StoredArguments stored) {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("num_layers", shape.layers());
        expected.put("hidden_size", shape.hidden());
        expected.put("num_attention_heads", shape.heads());
        expected.put("num_query_groups", shape.groups());
        expected.put("ffn_hidden_size", shape.ffn());
        expected.put("padded_vocab_size", shape.paddedVocabulary());
        expected.put("tensor_model_parallel_size", settings.parallel().tensor());
        expected.put("pipeline_model_parallel_size", settings.parallel().pipeline());
        expected.forEach((name, value) -> {
            OptionalDouble found = stored.number(name);
            if (found.isEmpty() || found.getAsDouble() != value) {
                throw refuse("%s value from checkpoint (%s) is not equal to the input argument value (%d)."
                        .formatted(name, found.isEmpty() ? "none" : (long) found.getAsDouble(), value));
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

    private static OperatorException refuse(String sentence) {
        return new OperatorException(ExitCode.FAILED, sentence);
    }
}
