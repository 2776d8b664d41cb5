package io.npushell.weights;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The architecture a checkpoint says it is of; -1 for what it does not say.
 *
 * @param kvGroups equal to heads without grouped-query attention, whatever num_query_groups says then: ModelLink leaves 1 there
 * @param ffn width of gate and up each
 */
public record StoredShape(long layers, long hidden, long heads, long kvGroups, long ffn) {
    public static final StoredShape UNKNOWN = new StoredShape(-1, -1, -1, -1, -1);

    /** From Megatron's args. */
    public static StoredShape of(Map<String, ? extends @Nullable Object> args) {
        long heads = number(args, "num_attention_heads");
        Object grouped = args.get("group_query_attention");
        return new StoredShape(
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
}
