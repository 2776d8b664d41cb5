package io.npushell.shell.profiles;

import io.npushell.profile.PresetStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.settings.ChangeView;
import java.util.ArrayList;
import java.util.List;

/** The commands on profiles and presets. */
public final class ProfileCommands {
    private ProfileCommands() {}

    public static List<OperatorCommand> all(
            Services services, PresetStore presetStore, ChangeView view, KnownNames profiles, KnownNames presets) {
        List<OperatorCommand> all = new ArrayList<>(List.of(
                new UseCommand(services.workbench(), services::profiles, profiles, view),
                new ProfileListCommand(services::profiles),
                new ProfileShowCommand(services::profiles, services.workbench(), profiles),
                new ProfileDiffCommand(services::profiles, profiles),
                new ProfileCheckCommand(
                        services::profiles,
                        profiles,
                        services.fileNames(),
                        services.surroundings().directory()),
                new ProfileNewCommand(services::profiles, services.workbench(), profiles)));
        all.addAll(PresetCommands.all(
                () -> presetStore,
                services::profiles,
                services.workbench(),
                view,
                presets,
                services.fileNames(),
                services.surroundings().directory()));
        return all;
    }
}
