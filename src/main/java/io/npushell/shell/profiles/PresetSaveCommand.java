package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.Preset;
import io.npushell.profile.PresetStore;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Puts what the operator set aside under a name. */
final class PresetSaveCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final Workbench bench;

    PresetSaveCommand(Supplier<PresetStore> presets, Workbench bench) {
        super(CommandDoc.named("preset save", CommandGroup.PROFILES, "put what you set aside under a name")
                .arguments("NAME", 1, 1)
                .option("note", "TEXT", "what it is for")
                .flag("overwrite", "replace one of that name")
                .example("preset save fast-lora --note \"tried on node 3\"", "your settings on top of the profile")
                .seeAlso("preset use", "preset list", "diff")
                .build());
        this.presets = presets;
        this.bench = bench;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ModelProfile profile = bench.profile();
        WorkbenchState state = bench.state();
        Preset preset = Preset.of(
                words.argument(0),
                profile.name(),
                state.runType(),
                words.option("note").orElse(""),
                state.settings());
        if (preset.settings().isEmpty()) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "there is nothing to save: " + state.title() + " is as the profile has it",
                    "set NAME VALUE");
        }
        Path file = presets.get().save(preset, words.flag("overwrite"));
        out.say("preset " + preset.name() + " saved to " + file + ": " + SettingWords.of(preset.settings()));
        return ExitCode.OK;
    }
}
