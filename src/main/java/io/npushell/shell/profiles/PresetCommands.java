package io.npushell.shell.profiles;

import io.npushell.profile.PresetStore;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.settings.ChangeView;
import io.npushell.shell.workbench.Workbench;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The commands on presets. */
final class PresetCommands {
    private PresetCommands() {}

    static List<OperatorCommand> all(
            Supplier<PresetStore> presets,
            Supplier<ProfileStore> profiles,
            Workbench bench,
            ChangeView view,
            KnownNames known,
            FileNames files,
            Path directory) {
        return List.of(
                new PresetSaveCommand(presets, bench),
                new PresetListCommand(presets),
                new PresetShowCommand(presets, known),
                new PresetUseCommand(presets, profiles, bench, view, known),
                new PresetDeleteCommand(presets, known),
                new PresetExportCommand(presets, known, files, directory),
                new PresetImportCommand(presets, files, directory));
    }
}
