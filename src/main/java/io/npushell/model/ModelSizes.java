package io.npushell.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sizes that the weights of a model follow from; -1 for one that is not known.
 *
 * @param kvGroups equal to heads without grouped-query attention, whatever num_query_groups says then: ModelLink leaves 1 there
 * @param ffn width of gate and up each
 * @param headWidth {@code kv_channels}
 * @param rows of the embedding and the output layer
 */
public record ModelSizes(int layers, int hidden, int heads, int kvGroups, int ffn, int headWidth, long rows) {
    public static final ModelSizes UNKNOWN = new ModelSizes(-1, -1, -1, -1, -1, -1, -1);

    /** From Megatron's args. */
    public static ModelSizes ofArgs(Map<String, ? extends @Nullable Object> args) {
        int heads = number(args, "num_attention_heads");
        Object grouped = args.get("group_query_attention");
        return new ModelSizes(
                number(args, "num_layers"),
                number(args, "hidden_size"),
                heads,
                Boolean.TRUE.equals(grouped)
                        ? number(args, "num_query_groups")
                        : Boolean.FALSE.equals(grouped) ? heads : -1,
                number(args, "ffn_hidden_size"),
                number(args, "kv_channels"),
                number(args, "padded_vocab_size"));
    }

    private static int number(Map<String, ? extends @Nullable Object> args, String name) {
        return args.get(name) instanceof Long number && number > 0 && number <= Integer.MAX_VALUE
                ? number.intValue()
                : -1;
    }

    /** Rows of the joint projection. */
    public long qkvRows() {
        return (heads + 2L * kvGroups) * headWidth;
    }

    public ModelSizes withRows(long otherRows) {
        return new ModelSizes(layers, hidden, heads, kvGroups, ffn, headWidth, otherRows);
    }

    /** Why a model cannot be cut so, one sentence for each reason. */
    public List<String> obstacles(ParallelSize parallel) {
        List<String> obstacles = new ArrayList<>();
        int tensor = parallel.tensor();
        divides(obstacles, tensor, "TP", heads, "attention heads");
        if (kvGroups != heads) {
            divides(obstacles, tensor, "TP", kvGroups, "key-value groups");
        }
        divides(obstacles, tensor, "TP", ffn, "columns of the feed-forward layer");
        divides(obstacles, tensor, "TP", rows, "rows of the vocabulary");
        divides(obstacles, parallel.pipeline(), "PP", layers, "layers");
        return obstacles;
    }

    private static void divides(List<String> obstacles, int divisor, String name, long number, String what) {
        if (divisor < 1 || number % divisor != 0) {
            obstacles.add(name + " " + divisor + " does not divide the " + number + " " + what);
        }
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

    /** The first size of the architecture that differs; empty where all that is known is the same. The vocabulary's rows may be cut otherwise. */
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
