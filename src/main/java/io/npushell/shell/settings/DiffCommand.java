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
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** What the operator changed, against the profile. */
final class DiffCommand extends OperatorCommand {
    private static final String GAP = "  ";

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
            out.lines(lines(differences, out.width()));
        }
        return ExitCode.OK;
    }

    /** What does not fit a line takes two, the value before and the one after, so that nothing of either is cut. */
    private static List<Text> lines(List<Difference> differences, int width) {
        int name = differences.stream()
                .mapToInt(difference -> Text.width(difference.parameter()))
                .max()
                .orElse(0);
        int origin = differences.stream()
                .mapToInt(difference -> Text.width(difference.origin()))
                .max()
                .orElse(0);
        int room = (width - name - origin - Text.width("→ ") - 3 * GAP.length()) / 2;
        Predicate<Difference> fits =
                difference -> Text.width(difference.before()) <= room && Text.width(difference.after()) <= room;
        Table table = Table.of("", "", "", "");
        differences.stream()
                .filter(fits)
                .forEach(difference -> table.row(
                        Text.of(difference.parameter(), Style.STRONG).padded(name),
                        Text.of(difference.before()),
                        Text.of("→ " + difference.after()),
                        Text.of(difference.origin(), Style.FAINT)));
        Iterator<Text> rows = table.lines(width).iterator();
        List<Text> lines = new ArrayList<>();
        for (Difference difference : differences) {
            if (fits.test(difference)) {
                lines.add(rows.next());
                continue;
            }
            int indent = name + GAP.length();
            Text before = Text.of(difference.parameter(), Style.STRONG).padded(indent);
            Text after = Text.of(" ".repeat(indent) + "→ " + difference.after() + GAP);
            lines.addAll(Paragraph.lines(before.plus(difference.before()), indent, width));
            lines.addAll(Paragraph.lines(after.plus(difference.origin(), Style.FAINT), indent, width));
        }
        return lines;
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
