package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.profile.Preset;
import io.npushell.profile.PresetStore;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Takes over a preset that somebody exported. */
final class PresetImportCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final FileNames files;
    private final Path directory;

    PresetImportCommand(Supplier<PresetStore> presets, FileNames files, Path directory) {
        super(CommandDoc.named("preset import", CommandGroup.PROFILES, "take over a preset that somebody exported")
                .arguments("FILE", 1, 1)
                .flag("overwrite", "replace one of that name")
                .example("preset import fast-lora.yaml", "checked before it is taken")
                .seeAlso("preset export", "preset use")
                .build());
        this.presets = presets;
        this.files = files;
        this.directory = directory;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Preset preset = presets.get().importFrom(directory.resolve(words.argument(0)), words.flag("overwrite"));
        out.say("preset " + preset.name() + " imported: preset use " + preset.name());
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? files.suggestions(request.word(), false) : List.of();
    }
}
