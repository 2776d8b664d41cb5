package io.npushell.plan;

import java.util.Optional;

/** The first reason against a way to cut, in a few words: against the model itself "not legal", against what else is set "legal, but". */
final class Objection {
    private Objection() {}

    static Optional<Verdict> to(Fit fit) {
        return model(fit)
                .map(reason -> Verdict.not("not legal: " + reason))
                .or(() -> surroundings(fit).map(reason -> Verdict.not("legal, but " + reason)));
    }

    private static Optional<String> model(Fit fit) {
        if (!fit.headsDivide()) {
            return indivisible(fit.shape().heads() + " heads are", fit.tensorParallel());
        }
        if (!fit.groupsDivide()) {
            return indivisible(fit.shape().kvGroups() + " key-value groups are", fit.tensorParallel());
        }
        if (!fit.layersDivide()) {
            return indivisible(fit.shape().layers() + " layers are", fit.pipelineParallel());
        }
        if (!fit.ffnDivides()) {
            return indivisible("feed-forward width " + fit.shape().ffn() + " is", fit.tensorParallel());
        }
        return fit.reachesPositions()
                ? Optional.empty()
                : Optional.of("the model has " + fit.shape().maxPositions() + " positions");
    }

    private static Optional<String> surroundings(Fit fit) {
        if (!fit.worldDivides()) {
            return indivisible(
                    fit.world() + (fit.world() == 1 ? " NPU is" : " NPUs are"),
                    fit.tensorParallel() * fit.pipelineParallel());
        }
        if (!fit.staysInNode()) {
            return Optional.of("a node has " + fit.devicesPerNode() + " NPUs");
        }
        if (!fit.sequenceDivides()) {
            return indivisible("sequence length " + fit.sequence() + " is", fit.tensorParallel());
        }
        return fit.batchDivides()
                ? Optional.empty()
                : indivisible("global batch " + fit.globalBatch() + " is", fit.microBatch() * fit.dataParallel());
    }

    private static Optional<String> indivisible(String whatIs, long by) {
        return Optional.of(whatIs + " not divisible by " + by);
    }
}
