package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.profile.Preset;
import io.npushell.profile.PresetStore;
import io.npushell.profile.ProfileStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.ChangeView;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Lays a preset beneath what the operator sets. */
final class PresetUseCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final Supplier<ProfileStore> profiles;
    private final Workbench bench;
    private final ChangeView view;
    private final KnownNames known;

    PresetUseCommand(
            Supplier<PresetStore> presets,
            Supplier<ProfileStore> profiles,
            Workbench bench,
            ChangeView view,
            KnownNames known) {
        super(CommandDoc.named("preset use", CommandGroup.PROFILES, "lay a preset over the profile")
                .arguments("NAME", 1, 1)
                .description("Goes to the preset's profile and run type. What you set yourself still counts more.")
                .example("preset use fast-lora", "its profile, run type and settings")
                .seeAlso("preset list", "reset", "undo")
                .build());
        this.presets = presets;
        this.profiles = profiles;
        this.bench = bench;
        this.view = view;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Preset preset = presets.get().load(words.argument(0));
        // a preset may outlive its profile: then nothing is to change
        profiles.get().load(preset.profile());
        Workbench.Change change = bench.change(words.spelled(), state -> {
            WorkbenchState there = state.use(preset.profile(), preset.runType());
            return there.withChoices(new Choices(
                    preset.over(there.settings()),
                    preset.name(),
                    there.choices().imported()));
        });
        bench.profile();
        view.differences(change, out);
        out.say("preset " + preset.name() + " in use: " + SettingWords.of(preset.settings()));
        over(preset, change.after().settings()).ifPresent(out::say);
        view.findings(change, out);
        return ExitCode.OK;
    }

    /** What the operator has set otherwise, which counts more. */
    private static Optional<String> over(Preset preset, Settings settings) {
        List<Setting> over = preset.settings().stream()
                .flatMap(wanted -> settings.find(wanted.parameter().name()).stream()
                        .filter(now -> !now.value().equals(wanted.value())))
                .toList();
        String names = over.stream().map(setting -> setting.parameter().name()).collect(Collectors.joining(" "));
        return over.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "what you set yourself still counts: " + SettingWords.of(over) + "\n  try: unset " + names);
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest() : List.of();
    }
}
