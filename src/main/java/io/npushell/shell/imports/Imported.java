package io.npushell.shell.imports;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.List;

/**
 * What the commands for one profile and run type came to.
 *
 * @param sources what was read: scripts and tools, as they were written
 * @param steps what each of them does: "container", "data", "weights", "train", "export"
 * @param trains whether one of them starts the training, so that it says all that counts for it
 */
record Imported(
        ModelProfile profile,
        RunType runType,
        List<String> sources,
        List<String> steps,
        boolean trains,
        List<ImportedSetting> settings) {
    Imported {
        sources = List.copyOf(sources);
        steps = List.copyOf(steps);
        settings = List.copyOf(settings);
    }

    String title() {
        return profile.name() + "/" + runType.label();
    }

    /** The settings as a layer of the operator's. */
    Settings layer() {
        Settings layer = Settings.none();
        for (ImportedSetting setting : settings) {
            layer = layer.with(setting.parameter(), setting.value(), Origin.OPERATOR);
        }
        return layer;
    }
}
