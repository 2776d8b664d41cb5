package io.npushell.profile;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import java.util.List;
import java.util.TreeMap;

/**
 * Settings an operator put aside under a name, on top of a profile.
 *
 * @param note "" where the operator said nothing
 * @param settings all of origin {@link Origin#PRESET}, one for a parameter
 */
public record Preset(String name, String profile, RunType runType, String note, List<Setting> settings) {

    public Preset {
        settings = List.copyOf(settings);
    }

    /** What the operator chose, a preset used before included; what profile, manual and derivation say is left to them. */
    public static Preset of(String name, String profile, RunType runType, String note, Settings chosen) {
        TreeMap<String, Setting> settings = new TreeMap<>(chosen.layer(Origin.PRESET));
        settings.putAll(chosen.layer(Origin.OPERATOR));
        return new Preset(
                name,
                profile,
                runType,
                note,
                settings.values().stream()
                        .map(setting -> new Setting(setting.parameter(), setting.value(), Origin.PRESET))
                        .toList());
    }

    /** These settings with this preset for their preset layer. */
    public Settings over(Settings base) {
        Settings result = base.withoutLayer(Origin.PRESET);
        for (Setting setting : settings) {
            result = result.with(setting.parameter(), setting.value(), Origin.PRESET);
        }
        return result;
    }
}
