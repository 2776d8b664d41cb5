package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;
import static io.npushell.params.ParameterNames.WORK_DIR;

import io.npushell.plan.Finding.Certainty;
import java.util.List;
import java.util.stream.Stream;

/** The private scripts do not quote their variables. */
final class BlankInPath {
    static final Rule RULE = Rule.liftable("S04", "Blank in a path", """
            A shell script that does not quote $DATASET_PATH cuts it at the blank.""");

    private BlankInPath() {}

    static List<Finding> check(Draft draft) {
        if (!draft.engine().needsCodePackage()) {
            return List.of();
        }
        return Stream.of(DATASET_PATH, TOKENIZER_PATH, MODEL_PATH, WORK_DIR)
                .filter(name -> draft.path(name)
                        .filter(path -> path.matches("(?s).*\\s.*"))
                        .isPresent())
                .map(name -> RULE.error(
                        Certainty.SCRIPT_DECIDES,
                        "%s '%s' has a blank in it, which a script that does not quote it takes for an end"
                                .formatted(name, draft.path(name).orElse("")),
                        List.of("set " + name + " PATH-WITHOUT-BLANKS")))
                .toList();
    }
}
