package io.npushell.plan;

import java.util.List;

/** The training script is there. */
final class ScriptMissing {
    static final Rule RULE = Rule.of("S01", "Script missing", """
            The script is looked for below code-dir, the AscendSpeed directory of the code package.""");

    private ScriptMissing() {}

    static List<Finding> check(Draft draft) {
        Facts.Script script = draft.facts().script();
        if (script == null || script.exists()) {
            return List.of();
        }
        return List.of(RULE.error(
                "the script '" + script.path() + "' does not exist",
                draft.engine().needsCodePackage() ? List.of("workspace unpack", "set code-dir DIRECTORY") : List.of()));
    }
}
