package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would run.
 *
 * @param settings complete: all layers, derived values included
 * @param layout null where the values do not fit together; then a finding says why
 * @param disk null where it cannot be computed
 * @param findings errors first
 */
public record Plan(
        ModelProfile profile,
        RunType runType,
        Settings settings,
        Machine machine,
        @Nullable Layout layout,
        List<Step> steps,
        @Nullable DiskNeed disk,
        List<Finding> findings) {

    public Plan {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** Whether nothing keeps it from being launched. */
    public boolean ready() {
        return findings.stream().noneMatch(Finding::blocks);
    }
}
