package io.npushell.plan;

import io.npushell.params.Parameter;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.RunType;
import java.util.List;

/** Which values a parameter could take here, each with the reason; for completion and explain. Pure and fast: called on every Tab. */
public final class ValueAdvice {
    /**
     * One value.
     *
     * @param recommended by the profile for this run type and node count
     * @param legal whether it fits the other settings and the machine
     * @param reason "recommended by the manual, current", "legal: heads 40, layers 40", "legal, but 8 NPUs are not divisible by 5"
     */
    public record Advised(String value, boolean recommended, boolean current, boolean legal, String reason) {}

    private ValueAdvice() {}

    /** Candidates, recommended and current first; empty where any value of the kind would do. */
    public static List<Advised> values(
            Parameter parameter, ModelProfile profile, RunType runType, Settings operator, Machine machine) {
        return List.of();
    }
}
