package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A symbolic path stands for a session that is there. */
final class SessionUnknown {
    static final Rule RULE = Rule.of("W05", "Session of a path unknown", """
        session:12 stands for the directory session 12 saved its checkpoints to. Where another session has overwritten them since, or the
        tracker there names an iteration of another, it stands for nothing: a program would load the weights of the other.\
        """).about(Step.Kind.DATA, Step.Kind.TRAIN);

    private SessionUnknown() {}

    /** An assumed machine and values alone show no sessions. */
    static List<Finding> check(Draft draft) {
        if (!draft.facts().looked()) {
            return List.of();
        }
        return Stream.of(MODEL_PATH, DATASET_PATH, TOKENIZER_PATH)
                .flatMap(name -> of(draft, name).stream())
                .toList();
    }

    private static Optional<Finding> of(Draft draft, String name) {
        String text = draft.settings().text(name).orElse("");
        String remark = draft.facts().remarks().get(text);
        if (draft.settings().has(name) && draft.path(name).isEmpty()) {
            return Optional.of(RULE.error(
                    name + " '" + text + "' "
                            + (remark == null
                                    ? "names no session with checkpoints"
                                    : "stands for no weights: " + remark),
                    List.of("sessions", "set " + name + " DIRECTORY")));
        }
        return Optional.ofNullable(remark)
                .map(sentence -> RULE.warning(
                        Finding.Certainty.CERTAIN,
                        name + " '" + text + "': " + sentence,
                        List.of("checkpoints " + text.substring(text.indexOf(':') + 1))));
    }
}
