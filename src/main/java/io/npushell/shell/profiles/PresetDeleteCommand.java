package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.profile.PresetStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.function.Supplier;

/** Deletes a preset. */
final class PresetDeleteCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final KnownNames known;

    PresetDeleteCommand(Supplier<PresetStore> presets, KnownNames known) {
        super(CommandDoc.named("preset delete", CommandGroup.PROFILES, "delete a preset")
                .arguments("NAME", 1, 1)
                .example("preset delete fast-lora", "its file is removed; sessions keep their settings")
                .seeAlso("preset list")
                .build());
        this.presets = presets;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        presets.get().delete(words.argument(0));
        out.say("preset " + words.argument(0) + " deleted");
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest() : List.of();
    }
}
