package io.npushell.trainer;

import io.npushell.model.ModelShape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The weights a training begins with, before anything is resumed: fresh ones, or those of MODEL_PATH as Megatron loads them with --finetune: without
 * optimizer, without random state, counting from iteration 0.
 */
final class StartingWeights {
    private final Architecture architecture;
    private final ModelShape shape;
    private final RunSettings settings;

    StartingWeights(Architecture architecture, RunSettings settings) {
        this.architecture = architecture;
        this.shape = architecture.shape();
        this.settings = settings;
    }

    /** The model as it is built, with fresh weights where none are loaded. */
    ModelWeights built() {
        if (!settings.runType().finetunes()) {
            return Initializer.fresh(architecture, settings.seed());
        }
        ModelWeights weights = new ModelWeights(architecture, settings.lora());
        if (settings.lora().isPresent()) {
            Initializer.adapters(weights, settings.seed());
        }
        return weights;
    }

    /** Loads what is loaded from MODEL_PATH; a whole model that is resumed needs nothing from there. */
    void load(ModelWeights weights, TrainingLog log) {
        boolean needed = settings.resume().isEmpty() || weights.adapted();
        settings.base().filter(directory -> needed).ifPresent(directory -> {
            Tracked tracked = Tracked.in(directory, "start from");
            String what = tracked.release()
                    ? " loading release checkpoint from %s"
                    : " loading checkpoint from %s at iteration %d";
            log.line(what, directory, tracked.iteration());
            requireFitting(tracked.arguments(settings.parallel()));
            log.line(" checkpoint version 3.0");
            tracked.reader(settings.parallel()).weights(shape, weights.base());
            log.line("  successfully loaded checkpoint from %s at iteration 0", directory);
        });
    }

    /** Megatron with --finetune checks nothing but the shapes of tensors, and these do not say everything. */
    private void requireFitting(StoredArguments stored) {
        Map<String, Integer> expected = new LinkedHashMap<>();
        expected.put("num_layers", shape.layers());
        expected.put("hidden_size", shape.hidden());
        expected.put("num_attention_heads", shape.heads());
        expected.put("tensor_model_parallel_size", settings.parallel().tensor());
        expected.put("pipeline_model_parallel_size", settings.parallel().pipeline());
        stored.requireNumbers(expected);
        Optional<String> adapters = stored.text("lora_target_modules").filter(modules -> !modules.equals("[]"));
        if (adapters.isPresent()) {
            throw StoredArguments.refuse("'%s' holds LoRA adapters of %s, not a whole model"
                    .formatted(settings.base().map(Object::toString).orElse(""), adapters.get()));
        }
    }
}
