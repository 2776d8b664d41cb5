package io.npushell.shell.imports;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.plan.Finding;
import io.npushell.plan.Finding.Severity;
import io.npushell.shell.settings.ChangeView;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What an import came to: what changes for each profile and run type, the mistakes, the findings. */
record ImportView(List<Part> parts, List<Mistake> mistakes, List<Finding> findings) {

    /**
     * One profile and run type.
     *
     * @param preset the one in use there before, or null
     * @param before the settings that counted
     * @param after those that count now
     */
    record Part(Imported imported, @Nullable String preset, Settings before, Settings after) {}

    /** All but the findings. */
    void show(Output out) {
        int width = out.talkWidth();
        for (Part part : parts) {
            show(part, width, out);
        }
        mistakes.forEach(mistake -> mistake(mistake, width).forEach(isError(mistake) ? out::complain : out::say));
    }

    /** Such a mistake fails the import, so it is shown under {@code -q} too. */
    private static boolean isError(Mistake mistake) {
        return mistake.kind().severity() == Severity.ERROR;
    }

    private static void show(Part part, int width, Output out) {
        Imported imported = part.imported();
        out.say(Text.of(imported.title(), Style.STRONG).plus("  from " + String.join(", ", imported.sources())));
        if (part.preset() != null && imported.trains()) {
            out.say(Text.of("preset ", Style.STRONG).plus(part.preset() + " → none"));
        }
        ChangeView.lines(part.before(), part.after()).forEach(out::say);
        List<ImportedSetting> same = imported.settings().stream()
                .filter(setting -> part.before()
                        .is(setting.parameter().name(), setting.value().text()))
                .toList();
        if (!same.isEmpty()) {
            Text line = Text.of(
                    "as it was: "
                            + same.stream()
                                    .map(setting -> setting.parameter().name() + " "
                                            + setting.value().text())
                                    .collect(Collectors.joining(", ")),
                    Style.FAINT);
            Paragraph.lines(line, 11, width).forEach(out::say);
        }
    }

    void json(JsonObject json) {
        part(json, parts.get(0));
        json.objects("also", parts.subList(1, parts.size()), ImportView::part)
                .objects(
                        "mistakes",
                        mistakes,
                        (object, mistake) -> object.field("code", mistake.kind().code())
                                .field("severity", mistake.kind().severity().label())
                                .field("line", mistake.line())
                                .field("sentence", mistake.sentence())
                                .texts("remedies", mistake.remedies()));
        FindingsView.json(json, findings);
    }

    private static void part(JsonObject json, Part part) {
        Imported imported = part.imported();
        Set<String> given = imported.layer().names();
        List<Parameter> others = ParameterCatalog.standard().all().stream()
                .filter(parameter -> !given.contains(parameter.name()))
                .filter(parameter -> !part.before()
                        .text(parameter.name())
                        .equals(part.after().text(parameter.name())))
                .toList();
        json.field("profile", imported.profile().name())
                .field("run_type", imported.runType().label())
                .field("source", String.join(", ", imported.sources()))
                .texts("steps", imported.steps())
                .objects(
                        "settings",
                        imported.settings(),
                        (object, setting) -> object.field(
                                        "parameter", setting.parameter().name())
                                .field("variable", setting.variable())
                                .field("value", setting.value().text())
                                .field(
                                        "before",
                                        part.before()
                                                .text(setting.parameter().name())
                                                .orElse(null)))
                .objects(
                        "changed_with_it",
                        others,
                        (object, parameter) -> object.field("parameter", parameter.name())
                                .field(
                                        "value",
                                        part.after().text(parameter.name()).orElse(null))
                                .field(
                                        "before",
                                        part.before().text(parameter.name()).orElse(null)));
    }

    private static List<Text> mistake(Mistake mistake, int width) {
        Text head = Text.of(
                        "  " + mistake.kind().severity().label() + " ",
                        style(mistake.kind().severity()))
                .plus(mistake.kind().code(), Style.STRONG)
                .plus("  " + (mistake.line() > 1 ? "line " + mistake.line() + ": " : "") + mistake.sentence());
        List<Text> lines = new ArrayList<>(Paragraph.lines(head, 6, width));
        if (!mistake.remedies().isEmpty()) {
            lines.addAll(Paragraph.lines(
                    Text.of("      try: ", Style.FAINT).plus(String.join("   or   ", mistake.remedies())), 11, width));
        }
        return lines;
    }

    private static Style style(Severity severity) {
        return switch (severity) {
            case ERROR -> Style.BAD;
            case WARNING -> Style.WARNING;
            case ADVICE -> Style.ACCENT;
        };
    }
}
