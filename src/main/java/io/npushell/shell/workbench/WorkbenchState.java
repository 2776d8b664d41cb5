package io.npushell.shell.workbench;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the operator is working on.
 *
 * @param profile name of the profile in use, or null before the first {@code use}
 * @param kept what was chosen, by "profile/run-type"
 * @param machine what {@code assume} said, or null for the one that is here
 */
public record WorkbenchState(
        @Nullable String profile,
        RunType runType,
        Map<String, Choices> kept,
        @Nullable Machine machine) {
    public static final WorkbenchState CLEAN = new WorkbenchState(null, RunType.PRETRAIN, Map.of(), null);

    public WorkbenchState {
        kept = Collections.unmodifiableMap(new TreeMap<>(kept));
    }

    /** "qwen-14b/pretrain", or "" where no profile is in use. */
    public String title() {
        return profile == null ? "" : profile + "/" + runType.label();
    }

    public Choices choices() {
        return kept.getOrDefault(title(), Choices.NONE);
    }

    /** The preset and operator layers for the profile and run type in use. */
    public Settings settings() {
        return choices().settings();
    }

    /** Whether the operator set anything for the profile and run type in use. */
    public boolean edited() {
        return !settings().layer(Origin.OPERATOR).isEmpty();
    }

    public WorkbenchState use(String newProfile, RunType newRunType) {
        return new WorkbenchState(newProfile, newRunType, kept, machine);
    }

    public WorkbenchState withSettings(Settings settings) {
        return withChoices(choices().withSettings(settings));
    }

    public WorkbenchState withChoices(Choices choices) {
        Map<String, Choices> changed = new TreeMap<>(kept);
        changed.put(title(), choices);
        return new WorkbenchState(profile, runType, changed, machine);
    }

    public WorkbenchState withMachine(@Nullable Machine assumed) {
        return new WorkbenchState(profile, runType, kept, assumed);
    }
}
