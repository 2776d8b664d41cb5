package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.profile.PresetStore;
import io.npushell.shell.access.KnownNames;
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
import java.util.Optional;
import java.util.function.Supplier;

/** Writes a preset to a file or to standard output, to hand on. */
final class PresetExportCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final KnownNames known;
    private final FileNames files;
    private final Path directory;

    PresetExportCommand(Supplier<PresetStore> presets, KnownNames known, FileNames files, Path directory) {
        super(CommandDoc.named("preset export", CommandGroup.PROFILES, "write a preset to a file, to hand on")
                .arguments("NAME [FILE]", 1, 2)
                .flag("overwrite", "replace the file")
                .example("preset export fast-lora fast-lora.yaml", "to a file")
                .example("preset export fast-lora", "to standard output")
                .seeAlso("preset import")
                .build());
        this.presets = presets;
        this.known = known;
        this.files = files;
        this.directory = directory;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        String name = words.argument(0);
        Optional<Path> file = words.find(1).map(directory::resolve);
        if (file.isEmpty()) {
            presets.get().text(name).lines().forEach(out::copy);
        } else {
            presets.get().export(name, file.get(), words.flag("overwrite"));
            out.say("written to " + file.get());
        }
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return switch (request.position()) {
            case 0 -> known.suggest();
            case 1 -> files.suggestions(request.word(), false);
            default -> List.of();
        };
    }
}
