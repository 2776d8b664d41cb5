package io.npushell.plan;

import java.util.List;

/** What the export step merges is there. */
final class ExportSource {
    static final Rule RULE = Rule.of("W10", "No checkpoint to merge", """
            The export step reads a whole Megatron checkpoint: all ranks of the iteration that
            latest_checkpointed_iteration.txt names.""").about(Step.Kind.EXPORT);

    private ExportSource() {}

    static List<Finding> check(Draft draft) {
        Facts.Export export = draft.facts().export();
        if (export == null || export.problem() == null || !draft.exportsWhatIsThere()) {
            return List.of();
        }
        return List.of(RULE.error(
                "nothing can be merged: " + export.problem(),
                List.of("weights merge SESSION", "weights inspect " + Remedies.word(export.source()))));
    }
}
