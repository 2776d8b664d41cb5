package io.npushell.profile;

import java.util.Optional;
import java.util.stream.Stream;

/** The sizes that weights are known to have; -1 for one that is not known. */
public record ModelSizes(long layers, long hidden, long heads, long kvGroups, long ffn) {
    public static final ModelSizes UNKNOWN = new ModelSizes(-1, -1, -1, -1, -1);

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
