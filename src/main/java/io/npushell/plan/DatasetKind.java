package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;

import java.util.List;

/** Fine-tuning and pretraining read different files. */
final class DatasetKind {
    static final Rule RULE = Rule.of("D05", "Dataset of the other kind", """
            pretrain and retrain read PREFIX.bin, so the prefix ends in _text_document; sft and lora read PREFIX_packed_input_ids_document.bin and
            its siblings, so the prefix is bare (alpaca_ft).""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private DatasetKind() {}

    static List<Finding> check(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        String path = draft.path(DATASET_PATH).orElse("");
        boolean plainText = path.endsWith(WorkTree.DOCUMENT);
        boolean found = dataset != null && dataset.exists();
        if (found
                || path.isEmpty()
                || plainText != draft.runType().finetunes()
                || !DatasetSuffix.check(draft).isEmpty()) {
            return List.of();
        }
        String sentence = draft.runType().finetunes()
                ? "'%s' names plain text, but %s trains on instruction data"
                        .formatted(path, draft.runType().label())
                : "'%s' does not end in %s, so it names no plain text to %s on"
                        .formatted(path, WorkTree.DOCUMENT, draft.runType().label());
        return List.of(RULE.error(
                sentence, List.of(draft.chosen(DATASET_PATH) ? "unset dataset-path" : "set dataset-path PREFIX")));
    }
}
