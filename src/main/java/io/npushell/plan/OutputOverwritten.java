package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_PATH;

import io.npushell.model.RunType;
import java.util.List;

/** What another training saved is not written over by accident. */
final class OutputOverwritten {
    static final Rule RULE = Rule.of("O03", "Save directory in use by an earlier training", """
        The scripts save every training of a model and run type to one directory, so a second one writes over the first. Resume it, move it
        aside, or say that it may go.\
        """);

    private OutputOverwritten() {}

    static List<Finding> check(Draft draft) {
        Facts.Output output = draft.facts().output();
        if (output == null
                || output.iteration() < 0
                || output.inherited()
                || output.ownerActive()
                || output.sharedWith() != null
                || continues(draft, output)) {
            return List.of();
        }
        List<String> room = List.of("launch --archive", "launch --overwrite");
        return List.of(RULE.error(
                "the save directory holds iteration %d of %s, which this would overwrite"
                        .formatted(output.iteration(), output.whose()),
                output.resumable() ? List.of("resume " + output.owner(), room.get(0), room.get(1)) : room));
    }

    private static boolean continues(Draft draft, Facts.Output output) {
        return draft.runType() == RunType.RETRAIN
                && draft.path(MODEL_PATH).filter(output.directory()::equals).isPresent();
    }
}
