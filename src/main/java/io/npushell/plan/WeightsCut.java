package io.npushell.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A checkpoint is cut for its TP and PP and fits no others. */
final class WeightsCut {
    static final Rule RULE = Rule.of("W04", "Weights cut for another TP or PP", """
            Each tensor-parallel and pipeline-parallel rank loads its own file. The name converted_weights does not say how they were cut, so
            weights converted for one layout are easily taken for another.""");

    private WeightsCut() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        Fit fit = draft.fit();
        if (!draft.loadsWeights() || model == null || fit == null || !model.exists() || model.tensorParallel() < 1) {
            return List.of();
        }
        return Stream.of(
                        differs("tensor", "tp", model.tensorParallel(), fit.tensorParallel()),
                        differs("pipeline", "pp", model.pipelineParallel(), fit.pipelineParallel()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Finding> differs(String kind, String parameter, long has, long wanted) {
        return has == wanted
                ? Optional.empty()
                : Optional.of(RULE.error(
                        "the weights are cut for %s parallel %d, not %d".formatted(kind, has, wanted),
                        List.of("set " + parameter + " " + has)));
    }
}
