package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Tensor parallelism deals out whole key-value groups too. */
final class GroupsDivide {
    static final Rule RULE =
            Rule.liftable("P03", "Key-value groups and tensor parallel", """
            With grouped-query attention the key-value groups are dealt out like the heads; GLM3 has 2, so TP is 1 or 2. Where TP is a
            multiple of the groups a script may copy groups instead, which Megatron of this age does not, nor does the weights step.""").about(Step.Kind.TRAIN, Step.Kind.WEIGHTS);

    private GroupsDivide() {}

    static List<Finding> check(Draft draft) {
        Fit fit = draft.fit();
        if (fit == null || fit.groupsDivide() || !fit.headsDivide()) {
            return List.of();
        }
        boolean copiesCouldDo = fit.tensorParallel() % fit.shape().kvGroups() == 0 && !WeightsStep.cuts(draft);
        return List.of(RULE.error(
                copiesCouldDo ? fit.certainty() : Certainty.CERTAIN,
                "%d key-value groups are not divisible by %d (tensor parallel)"
                        .formatted(fit.shape().kvGroups(), fit.tensorParallel()),
                Remedies.of(Nearest.tensorParallel(fit, Fit::groupsDivide))));
    }
}
