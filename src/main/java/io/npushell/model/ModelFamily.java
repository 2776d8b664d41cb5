package io.npushell.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What models of one architecture share, as one file says it; every program that needs to know it reads the same. A profile names its family.
 *
 * @param name "qwen"
 * @param title as people call it: "ChatGLM3"
 * @param weights in Megatron's order
 * @param rotary which two values of a head are turned together
 * @param grouping whether its models have grouped-query attention
 * @param modelLink what upstream's converter can do with it; null where it has no loader
 * @param finetuneData file name of the data that the manual fine-tunes it with
 * @param file where it was read from, null for one that comes with npu-shell
 */
public record ModelFamily(
        String name,
        String title,
        ConfigKeys config,
        List<FamilyWeight> weights,
        Rotary rotary,
        Grouping grouping,
        Tokenizer tokenizer,
        @Nullable ModelLink modelLink,
        String finetuneData,
        @Nullable String file) {

    public ModelFamily {
        weights = List.copyOf(weights);
    }

    /** Which two values of a head are turned together; weights mean nothing under the other convention. */
    public enum Rotary {
        /** The first with the first of the second half, and so on (rotate_half). */
        HALVES,
        /** Each with the one next to it (interleaved). */
        NEIGHBOURS
    }

    /** Whether models have fewer key-value groups than heads. */
    public enum Grouping {
        NEVER,
        ALWAYS,
        EITHER;

        boolean fits(boolean grouped) {
            return this == EITHER || (this == ALWAYS) == grouped;
        }
    }

    /**
     * The tokenizer that comes with the models.
     *
     * @param file that it is made of
     * @param megatronType Megatron's {@code --tokenizer-type}
     */
    public record Tokenizer(String file, String megatronType) {}

    /**
     * ModelLink's {@code tools/checkpoint/util.py} of spring 2024.
     *
     * @param loader its {@code --loader}
     * @param types element types it writes; where there is but one, it has no option for it
     */
    public record ModelLink(String loader, List<String> types) {
        public ModelLink {
            types = List.copyOf(types);
        }
    }

    /** What a command line calls it: its name, or the absolute path of its file. */
    public String reference() {
        return file == null ? name : file;
    }

    public boolean has(WeightRole role) {
        return weights.stream().anyMatch(weight -> weight.role() == role);
    }

    /** The weight of a role; of one in layers that of each. */
    public FamilyWeight weight(WeightRole role) {
        return weights.stream()
                .filter(weight -> weight.role() == role)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no " + role.label()));
    }

    /** How the weight of a name is cut, in whichever layer; empty for a name that no weight has, an adapter's for one. */
    public Optional<Sharding> sharding(String megatron) {
        String declared = megatron.replaceFirst("[.]\\d+[.]", "." + FamilyWeight.LAYER + ".");
        return weights.stream()
                .filter(weight -> weight.megatron().equals(declared))
                .map(FamilyWeight::sharding)
                .findFirst();
    }

    /** Elements of all weights of a model. */
    public long parameters(ModelSizes size) {
        return weights.stream()
                .mapToLong(weight -> {
                    long rows = weight.role().rows(size, 1).get(0);
                    long columns = Math.max(1, weight.role().columns(size));
                    return rows * columns * (weight.role().inLayer() ? size.layers() : 1);
                })
                .sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
