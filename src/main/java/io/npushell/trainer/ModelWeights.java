package io.npushell.trainer;

import io.npushell.model.ModelFamily;
import io.npushell.model.WeightRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All weights of a model by name, in Megatron's order; with LoRA each adapter follows the weight it belongs to, and only adapters are trained. */
final class ModelWeights {
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final ModelFamily family;
    private final Optional<Lora> lora;

    /** All zeros, all trained; to be filled from a checkpoint or by {@link Initializer}. */
    ModelWeights(Architecture architecture) {
        this(architecture, Optional.empty());
    }

    /** All zeros; with LoRA the model itself is frozen. */
    ModelWeights(Architecture architecture, Optional<Lora> lora) {
        this.family = architecture.family();
        this.lora = lora;
        for (WeightSpec spec : architecture.weights()) {
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

    ModelFamily family() {
        return family;
    }

    /** The weight of a role in a layer; of a role that is in none, the model's only one. */
    Weight of(WeightRole role, int layer) {
        return named(family.weight(role).megatron(layer));
    }

    /** The product with a weight, its bias and its adapter where it has them. */
    Linear linear(Products products, WeightRole role, int layer) {
        Weight weight = of(role, layer);
        String name = weight.spec.name();
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
