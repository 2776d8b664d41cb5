package io.npushell.plan;

import static io.npushell.params.ParameterNames.MODEL_TYPE;

import io.npushell.plan.Finding.Certainty;
import java.util.List;

/** Profile and script speak of the same model. */
final class OtherModelType {
    static final Rule RULE = Rule.liftable("S10", "Model type of another profile", """
            The planner checks the shape of the profile, the script trains the one MODEL_TYPE names.""");

    private OtherModelType() {}

    static List<Finding> check(Draft draft) {
        String type = draft.settings().text(MODEL_TYPE).orElse("");
        if (!draft.chosen(MODEL_TYPE) || type.equals(draft.profile().modelType())) {
            return List.of();
        }
        return List.of(RULE.error(
                Certainty.SCRIPT_DECIDES,
                "model-type %s is not the %s of profile %s, whose shape is checked here"
                        .formatted(
                                type,
                                draft.profile().modelType(),
                                draft.profile().name()),
                List.of("unset model-type")));
    }
}
