package io.npushell.plan;

import java.util.List;
import java.util.Locale;

/** The step that tokenises raw text; on node 0 only, as the nodes share the workspace. */
final class DataStep {
    private DataStep() {}

    static Step of(Draft draft) {
        Preparation preparation = draft.preparation();
        String name = FileName.of(preparation.dataset());
        String summary = preparation.rawInput().isEmpty() ? name : FileName.of(preparation.rawInput()) + " → " + name;
        List<NodeCommand> commands =
                Preparation.due(draft) ? new DataCommands(draft, preparation).all() : List.<NodeCommand>of();
        return new Step(Step.Kind.DATA, summary, state(draft), note(draft, commands.isEmpty()), commands);
    }

    private static Step.State state(Draft draft) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null || !dataset.exists()) {
            return Step.State.TO_DO;
        }
        return dataset.problem() == null && dataset.madeFrom() == null ? Step.State.DONE : Step.State.STALE;
    }

    private static String note(Draft draft, boolean nothingRuns) {
        Facts.Dataset dataset = draft.facts().dataset();
        if (dataset == null) {
            return "not looked at";
        }
        if (!dataset.exists()) {
            return nothingRuns ? "missing" : "to do";
        }
        String problem = dataset.problem();
        if (problem != null) {
            return "broken: " + problem;
        }
        String madeFrom = dataset.madeFrom();
        return madeFrom == null
                ? String.format(Locale.ROOT, "done, %,d documents", dataset.documents())
                : "stale: " + madeFrom;
    }
}
