package io.npushell.plan;

import java.util.List;

/** Checkpoints can be written. */
final class OutputNotWritable {
    static final Rule RULE = Rule.of("O01", "Save directory not writable", """
            Files uploaded as root are not writable for ma-user; the training would fail at its first checkpoint, hours later.""");

    private OutputNotWritable() {}

    static List<Finding> check(Draft draft) {
        Facts.Output output = draft.facts().output();
        if (output == null || output.writable()) {
            return List.of();
        }
        return List.of(RULE.error(
                "the save directory '" + output.directory() + "' cannot be written",
                List.of(
                        "!sudo chown -R ma-user:ma-group " + Remedies.word(draft.workDir()),
                        "set work-dir DIRECTORY")));
    }
}
