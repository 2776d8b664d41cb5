package io.npushell.model;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that weights are known to have; -1 for one that is not known.
 *
 * @param kvGroups equal to heads without grouped-query attention, whatever num_query_groups says then: ModelLink leaves 1 there
 * @param ffn width of gate and up each
 */
public record ModelSizes(long layers, long hidden, long heads, long kvGroups, long ffn) {
    public static final ModelSizes UNKNOWN = new ModelSizes(-1, -1, -1, -1, -1);

    /** From Megatron's args. */
    public static ModelSizes ofArgs(Map<String, ? extends @Nullable Object> args) {
        long heads = number(args, "num_attention_heads");
        Object grouped = args.get("group_query_attention");
        return new ModelSizes(
                number(args, "num_layers"),
                number(args, "hidden_size"),
                heads,
                Boolean.TRUE.equals(grouped)
                        ? number(args, "num_query_groups")
                        : Boolean.FALSE.equals(grouped) ? heads : -1,
                number(args, "ffn_hidden_size"));
    }

    private static long number(Map<String, ? extends @Nullable Object> args, String name) {
        return args.get(name) instanceof Long number && number > 0 ? number : -1;
    }

    /**
     * One size that is another than the profile's.
     *
     * @param name "key-value groups"
     */
    public record Difference(String name, long has, long wanted) {
        @Override
        public String toString() {
            return name + " " + has + ", not " + wanted;
        }
    }

    /** The first size that differs; empty where all that is known is the same. */
    public Optional<Difference> differenceFrom(ModelShape shape) {
        return Stream.of(
                        new Difference("layers", layers, shape.layers()),
                        new Difference("hidden size", hidden, shape.hidden()),
                        new Difference("attention heads", heads, shape.heads()),
                        new Difference("key-value groups", kvGroups, shape.kvGroups()),
                        new Difference("feed-forward width", ffn, shape.ffn()))
                .filter(size -> size.has() > 0 && size.has() != size.wanted())
                .findFirst();
    }
}
