package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.profile.Preset;
import io.npushell.profile.PresetStore;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.List;
import java.util.function.Supplier;

/** Shows what a preset sets. */
final class PresetShowCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;
    private final KnownNames known;

    PresetShowCommand(Supplier<PresetStore> presets, KnownNames known) {
        super(CommandDoc.named("preset show", CommandGroup.PROFILES, "show what a preset sets")
                .arguments("NAME", 1, 1)
                .json()
                .paged()
                .example("preset show fast-lora", "its settings")
                .seeAlso("preset use")
                .build());
        this.presets = presets;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Preset preset = presets.get().load(words.argument(0));
        if (out.json()) {
            out.document(
                    "preset",
                    json -> json.field("name", preset.name())
                            .field("profile", preset.profile())
                            .field("run_type", preset.runType().label())
                            .field("note", preset.note())
                            .objects(
                                    "settings",
                                    preset.settings(),
                                    (object, setting) -> object.field(
                                                    "parameter",
                                                    setting.parameter().name())
                                            .field("value", setting.value().text())));
            return ExitCode.OK;
        }
        out.line(Text.of(preset.name(), Style.STRONG)
                .plus("  for " + preset.profile() + "/" + preset.runType().label())
                .plus(preset.note().isEmpty() ? "" : "  " + preset.note(), Style.FAINT));
        Table table = Table.of("", "", "");
        preset.settings()
                .forEach(setting -> table.row(
                        Text.of("  " + setting.parameter().name()),
                        Text.of(setting.value().text(), Style.STRONG),
                        Text.of(setting.parameter().summary(), Style.FAINT)));
        out.lines(table.lines(out.width()));
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? known.suggest() : List.of();
    }
}
