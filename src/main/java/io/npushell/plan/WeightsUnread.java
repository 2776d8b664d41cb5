package io.npushell.plan;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** What npu-shell cannot look into the training may load all the same. */
final class WeightsUnread {
    static final Rule RULE = Rule.of("W14", "Checkpoint not looked into", """
        Megatron core saves distributed checkpoints by default (--ckpt-format torch_dist), and a checkpoint may hold classes of a plug-in.
        npu-shell does not read these: whether they are whole and fit, the training finds out. The embedded engine and weights merge need
        the form of --ckpt-format torch.\
        """);

    private WeightsUnread() {}

    static List<Finding> check(Draft draft) {
        Facts.Checkpoint model = draft.facts().model();
        if (!draft.loadsWeights() || model == null || !may(draft, model)) {
            return List.of();
        }
        return List.of(RULE.warning(
                Certainty.SCRIPT_DECIDES,
                model.problem() + ": whether it is whole and fits, the training finds out",
                List.of("set model-path DIRECTORY")));
    }

    /** An engine that reads as npu-shell does can read no more. */
    static boolean may(Draft draft, Facts.Checkpoint model) {
        return model.unread() && !draft.engine().readsAsNpuShell();
    }
}
