package io.npushell.trainer;

import io.npushell.model.ModelShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All weights of a model by name, in Megatron's order; with LoRA each adapter follows the weight it belongs to, and only adapters are trained. */
final class ModelWeights {
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final Optional<Lora> lora;

    /** All zeros, all trained; to be filled from a checkpoint or by {@link Initializer}. */
    ModelWeights(ModelShape shape) {
        this(shape, Optional.empty());
    }

    /** All zeros; with LoRA the model itself is frozen. */
    ModelWeights(ModelShape shape, Optional<Lora> lora) {
        this.lora = lora;
        for (WeightSpec spec : Architecture.weights(shape)) {
            put(spec, lora.isEmpty());
            lora.filter(adaptation -> adaptation.adapts(spec)).ifPresent(adaptation -> {
                put(adaptation.down(spec), true);
                put(adaptation.up(spec), true);
            });
        }
    }

    private void put(WeightSpec spec, boolean trained) {
        weights.put(spec.name(), new Weight(spec, trained));
    }

    List<Weight> all() {
        return List.copyOf(weights.values());
    }

    List<Weight> trained() {
        return weights.values().stream().filter(Weight::trained).toList();
    }

    /** The model's own, without adapters. */
    List<Weight> base() {
        return lora.isEmpty()
                ? all()
                : weights.values().stream().filter(weight -> !weight.trained()).toList();
    }

    /**
     * What a checkpoint holds. Of a LoRA training ModelLink saves the adapters and, as it only thins out the encoder, the embedding and the output layer as
     * they were (transformer.py, state_dict_for_save_checkpoint).
     */
    List<Weight> saved() {
        List<Weight> saved = new ArrayList<>(all());
        saved.removeIf(weight -> !weight.trained() && weight.spec.inEncoder());
        return saved;
    }

    /** Whether the checkpoint needs the weights of the model beside it. */
    boolean adapted() {
        return lora.isPresent();
    }

    Weight named(String name) {
        Weight weight = weights.get(name);
        if (weight == null) {
            throw new IllegalArgumentException("no weight " + name);
        }
        return weight;
    }

    /** The product with a weight, its bias and its adapter where it has them. */
    Linear linear(Products products, String name) {
        Weight weight = named(name);
        Weight bias = weights.get(name.replaceFirst("weight$", "bias"));
        LoraAdapter adapter = lora.filter(adaptation -> adaptation.adapts(weight.spec))
                .map(adaptation -> new LoraAdapter(
                        products,
                        named(adaptation.down(weight.spec).name()),
                        named(adaptation.up(weight.spec).name()),
                        adaptation.scale()))
                .orElse(null);
        return new Linear(products, weight, bias, adapter);
    }

    long parameters() {
        return count(all());
    }

    long trainedParameters() {
        return count(trained());
    }

    private static long count(List<Weight> weights) {
        return weights.stream().mapToLong(weight -> weight.spec.count()).sum();
    }
}
