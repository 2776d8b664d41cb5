package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import java.util.List;
import java.util.stream.Stream;

/** A symbolic path stands for a session that is there. */
final class SessionUnknown {
    static final Rule RULE = Rule.of("W05", "Session of a path unknown", """
            session:12 stands for the directory session 12 saved its checkpoints to.""").about(Step.Kind.DATA, Step.Kind.TRAIN);

    private SessionUnknown() {}

    /** An assumed machine and values alone show no sessions. */
    static List<Finding> check(Draft draft) {
        if (!draft.facts().looked()) {
            return List.of();
        }
        return Stream.of(MODEL_PATH, DATASET_PATH, TOKENIZER_PATH)
                .filter(name -> draft.settings().has(name) && draft.path(name).isEmpty())
                .map(name -> RULE.error(
                        name + " '" + draft.settings().text(name).orElse("") + "' names no session with checkpoints",
                        List.of("sessions", "set " + name + " DIRECTORY")))
                .toList();
    }
}
