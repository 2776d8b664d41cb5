package io.npushell.plan;

import java.util.List;

/** Nobody reads or writes the merged model that would be replaced, nobody still writes what it is merged of. */
final class ExportInUse {
    static final Rule RULE = Rule.of("W11", "Model to merge in use", """
            A session that is running or waiting reads or writes the directory that the export step would write, or still makes the
            weights it would read. A training is no such session: it adds whole iterations to its output, and those there can be merged.""").about(Step.Kind.EXPORT);

    private ExportInUse() {}

    static List<Finding> check(Draft draft) {
        Facts.Export export = draft.facts().export();
        if (export == null
                || export.problem() != null
                || export.state() == Step.State.DONE
                || !draft.asks(Step.Kind.EXPORT)) {
            return List.of();
        }
        return WeightsInUse.of(RULE, export.target(), export.usedBy(), export.source(), export.sourceWriter());
    }
}
