package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_PATH;

import io.npushell.profile.RunType;
import java.util.List;

/** What another training saved is not written over by accident. */
final class OutputOverwritten {
    static final Rule RULE = Rule.of("O03", "Save directory in use by an earlier training", """
            The scripts save every training of a model and run type to one directory, so a second one writes over the first. Resume it, move it
            aside, or say that it may go.""");

    private OutputOverwritten() {}

    static List<Finding> check(Draft draft) {
        Facts.Output output = draft.facts().output();
        if (output == null
                || output.iteration() < 0
                || output.inherited()
                || output.ownerActive()
                || continues(draft, output)) {
            return List.of();
        }
        String owner = output.owner();
        String whose = owner == null ? "a training not of npu-shell" : "session " + owner;
        return List.of(RULE.error(
                "the save directory holds iteration %d of %s, which this would overwrite"
                        .formatted(output.iteration(), whose),
                owner == null
                        ? List.of("launch --archive", "launch --overwrite")
                        : List.of("resume " + owner, "launch --archive", "launch --overwrite")));
    }

    private static boolean continues(Draft draft, Facts.Output output) {
        return draft.runType() == RunType.RETRAIN
                && draft.path(MODEL_PATH).filter(output.directory()::equals).isPresent();
    }
}
