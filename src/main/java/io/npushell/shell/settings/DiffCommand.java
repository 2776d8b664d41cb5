package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.plan.Planner;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;

/** What the operator changed, against the profile. */
final class DiffCommand extends OperatorCommand {
    private final Workbench bench;
    private final SessionAccess access;

    private record Difference(String parameter, String before, String after, String origin) {}

    DiffCommand(Workbench bench, SessionAccess access) {
        super(CommandDoc.named("diff", CommandGroup.PARAMETERS, "what differs from the profile, and by whom")
                .json()
                .paged()
                .example("diff", "your changes and those of the preset")
                .seeAlso("show", "reset", "profile diff")
                .build());
        this.bench = bench;
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        List<Difference> differences = differences();
        if (out.json()) {
            out.document(
                    "diff",
                    json -> json.objects(
                            "differences",
                            differences,
                            (object, difference) -> object.field("parameter", difference.parameter())
                                    .field("profile", difference.before())
                                    .field("value", difference.after())
                                    .field("origin", difference.origin())));
        } else if (differences.isEmpty()) {
            out.say("everything is as the profile has it");
        } else {
            Table table = Table.of("", "~", "~", "");
            differences.forEach(difference -> table.row(
                    Text.of(difference.parameter(), Style.STRONG),
                    Text.of(difference.before()),
                    Text.of("→ " + difference.after()),
                    Text.of(difference.origin(), Style.FAINT)));
            out.lines(table.lines(out.width()));
        }
        return ExitCode.OK;
    }

    private List<Difference> differences() {
        ModelProfile profile = bench.profile();
        WorkbenchState state = bench.state();
        Settings now = Planner.settings(profile, state.runType(), access.beneath(state));
        Settings plain =
                Planner.settings(profile, state.runType(), access.beneath(state.withSettings(Settings.none())));
        return ParameterCatalog.standard().all().stream()
                .flatMap(parameter -> now.find(parameter.name()).stream())
                .filter(setting -> !setting.value().text().equals(text(plain, setting)))
                .map(setting -> new Difference(
                        setting.parameter().name(),
                        text(plain, setting),
                        setting.value().text(),
                        setting.origin().label()))
                .toList();
    }

    private static String text(Settings settings, Setting setting) {
        return settings.text(setting.parameter().name()).orElse("not set");
    }
}
