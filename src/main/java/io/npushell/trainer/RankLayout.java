package io.npushell.trainer;

import io.npushell.model.ParallelSize;
import io.npushell.weights.megatron.PipelineStages;
import java.util.ArrayList;
import java.util.List;

/**
 * What the file of one rank holds: its pipeline stage's weights, in Megatron's order, under the names they have there.
 *
 * @param layers decoder layers of the whole model
 */
record RankLayout(int layers, int tensorRank, int tensorRanks, int stage, int stages) {
    /** All ranks of a checkpoint, in the order of their directories. */
    static List<RankLayout> all(int layers, ParallelSize parallel) {
        List<RankLayout> ranks = new ArrayList<>();
        for (int tensorRank = 0; tensorRank < parallel.tensor(); tensorRank++) {
            for (int stage = 0; stage < parallel.pipeline(); stage++) {
                ranks.add(new RankLayout(layers, tensorRank, parallel.tensor(), stage, parallel.pipeline()));
            }
        }
        return ranks;
    }

    /** Those of some weights that this rank has. */
    List<Weight> of(List<Weight> weights) {
        return weights.stream().filter(weight -> stageOf(weight.spec) == stage).toList();
    }

    private int stageOf(WeightSpec spec) {
        return new PipelineStages(layers, stages).stageOf(spec.layer());
    }

    /** The name in this rank's file: layers are numbered from 0 in each stage. */
    String localName(WeightSpec spec) {
        return new PipelineStages(layers, stages).localName(spec.name(), spec.layer());
    }
}
