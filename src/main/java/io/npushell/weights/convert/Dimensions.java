package io.npushell.weights.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a model that its tensors follow from.
 *
 * @param ffn width of gate and up each
 * @param groups key-value heads; equal to heads without grouped-query attention
 * @param headWidth {@code kv_channels}
 * @param rows of the embedding and the output layer
 */
public record Dimensions(int layers, int hidden, int ffn, int heads, int groups, int headWidth, long rows) {

    public int qkvRows() {
        return (heads + 2 * groups) * headWidth;
    }

    Dimensions withRows(long otherRows) {
        return new Dimensions(layers, hidden, ffn, heads, groups, headWidth, otherRows);
    }

    /** Why it cannot be cut so, one sentence for each reason. */
    public List<String> obstacles(int tensorParallel, int pipelineParallel) {
        List<String> obstacles = new ArrayList<>();
        divides(obstacles, tensorParallel, "TP", heads, "attention heads");
        if (groups != heads) {
            divides(obstacles, tensorParallel, "TP", groups, "key-value groups");
        }
        divides(obstacles, tensorParallel, "TP", ffn, "columns of the feed-forward layer");
        divides(obstacles, tensorParallel, "TP", rows, "rows of the vocabulary");
        divides(obstacles, pipelineParallel, "PP", layers, "layers");
        return obstacles;
    }

    private static void divides(List<String> obstacles, int divisor, String name, long number, String what) {
        if (divisor < 1 || number % divisor != 0) {
            obstacles.add(name + " " + divisor + " does not divide the " + number + " " + what);
        }
    }
}
