package io.npushell.plan;

import io.npushell.params.ParameterNames;
import io.npushell.profile.ModelProfile.Sources;
import java.util.List;

/** The dataset is there, or the data step can make it. */
final class DatasetMissing {
    static final Rule RULE = Rule.of("D01", "Dataset missing", """
            DATASET_PATH must be the prefix of .bin and .idx files, or the data step must be able to make them from raw-input.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private DatasetMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        Preparation preparation = draft.preparation();
        boolean explainedByName = !DatasetSuffix.check(draft).isEmpty()
                || !DatasetKind.check(draft).isEmpty();
        if (dataset == null || dataset.exists() || preparation.possible() || explainedByName) {
            return List.of();
        }
        return List.of(RULE.error(
                "dataset '" + preparation.dataset() + "' does not exist, and " + preparation.obstacle(),
                remedies(draft, preparation)));
    }

    private static List<String> remedies(Draft draft, Preparation preparation) {
        Facts.RawData seen = draft.facts().rawData();
        Sources sources = draft.profile().sources();
        String source = draft.runType().finetunes() ? sources.finetune() : sources.pretrain();
        List<String> remedies = List.of(preparation.remedy());
        return seen != null && !seen.exists() && preparation.remedy().startsWith("set raw-input")
                ? Remedies.fetch(draft, "data", source, ParameterNames.RAW_INPUT, remedies)
                : remedies;
    }
}
