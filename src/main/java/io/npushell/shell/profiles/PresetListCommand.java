package io.npushell.shell.profiles;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.profile.Preset;
import io.npushell.profile.PresetStore;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists the presets. */
final class PresetListCommand extends OperatorCommand {
    private final Supplier<PresetStore> presets;

    private record Row(String name, @Nullable Preset preset, String problem) {}

    PresetListCommand(Supplier<PresetStore> presets) {
        super(CommandDoc.named("preset list", CommandGroup.PROFILES, "list your presets")
                .json()
                .paged()
                .example("preset list", "name, profile and run type, note")
                .seeAlso("preset use", "preset save")
                .build());
        this.presets = presets;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<Row> rows = new ArrayList<>();
        for (String name : presets.get().names()) {
            rows.add(row(name));
        }
        if (out.json()) {
            out.document(
                    "presets",
                    json -> json.objects("presets", rows, (object, row) -> {
                        Preset preset = row.preset();
                        object.field("name", row.name())
                                .field("profile", preset == null ? null : preset.profile())
                                .field(
                                        "run_type",
                                        preset == null ? null : preset.runType().label())
                                .field("note", preset == null ? null : preset.note())
                                .field("problem", preset == null ? row.problem() : null);
                    }));
        } else if (rows.isEmpty()) {
            out.say("no presets yet: preset save NAME");
        } else {
            Table table = Table.of("preset", "for", ">settings", "");
            rows.forEach(row -> table.row(cells(row)));
            out.lines(table.lines(out.width()));
        }
        return ExitCode.OK;
    }

    private Row row(String name) {
        try {
            return new Row(name, presets.get().load(name), "");
        } catch (OperatorException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            return new Row(name, null, message.lines().findFirst().orElse(""));
        }
    }

    private static Text[] cells(Row row) {
        Preset preset = row.preset();
        Text name = Text.of(row.name(), Style.STRONG);
        return preset == null
                ? new Text[] {name, Text.of("–"), Text.of("–"), Text.of(row.problem(), Style.BAD)}
                : new Text[] {
                    name,
                    Text.of(preset.profile() + "/" + preset.runType().label()),
                    Text.of(Integer.toString(preset.settings().size())),
                    Text.of(preset.note(), Style.FAINT)
                };
    }
}
