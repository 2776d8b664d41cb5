package io.npushell.shell.imports;

import io.npushell.profile.ModelProfile;
import io.npushell.profile.RunType;
import java.util.List;

/**
 * What a text came to.
 *
 * @param source what was read: the script or the tool, as it was written
 */
record Imported(
        ModelProfile profile, RunType runType, String source, List<ImportedSetting> settings, List<Mistake> mistakes) {
    Imported {
        settings = List.copyOf(settings);
        mistakes = List.copyOf(mistakes);
    }
}
