package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.Set;

/**
 * Everything a plan is computed from.
 *
 * @param settings layers preset, operator and flag; manual defaults, profile and derived values are added by the planner
 * @param accepted codes of findings the operator lifts
 * @param only the steps asked for, empty for all that are to do
 */
public record PlanRequest(
        ModelProfile profile,
        RunType runType,
        Settings settings,
        Facts facts,
        Installation installation,
        Set<String> accepted,
        Set<Step.Kind> only) {

    public PlanRequest {
        accepted = Set.copyOf(accepted);
        only = Set.copyOf(only);
    }

    /** All steps that are to do. */
    public PlanRequest(
            ModelProfile profile,
            RunType runType,
            Settings settings,
            Facts facts,
            Installation installation,
            Set<String> accepted) {
        this(profile, runType, settings, facts, installation, accepted, Set.of());
    }
}
