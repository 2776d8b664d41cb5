package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;

import java.util.List;

/** DATASET_PATH is a prefix, not a file. */
final class DatasetSuffix {
    static final Rule RULE = Rule.of("D04", "Dataset path with an ending", """
            The scripts add .bin, .idx and, for fine-tuning, _packed_input_ids_document and its siblings themselves.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private DatasetSuffix() {}

    private static final String ENDING = "(_packed_(input_ids|attention_mask|labels)_document)?([.](bin|idx))?$";

    static List<Finding> check(Draft draft) {
        String path = draft.path(DATASET_PATH).orElse("");
        String prefix = path.replaceFirst(ENDING, "");
        if (prefix.equals(path)) {
            return List.of();
        }
        return List.of(RULE.error(
                "dataset-path '%s' ends in %s, which the script adds itself"
                        .formatted(path, path.substring(prefix.length())),
                List.of(Remedies.set(DATASET_PATH, prefix))));
    }
}
