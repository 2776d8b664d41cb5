package io.npushell.shell.imports;

import io.npushell.params.Settings;
import io.npushell.plan.Finding;
import io.npushell.plan.Finding.Severity;
import io.npushell.shell.view.FindingsView;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an import came to: the values and what they were, the mistakes, the findings.
 *
 * @param before the settings that counted for this profile and run type
 */
record ImportView(Imported imported, Settings before, List<Finding> findings) {

    void show(Output out) {
        int width = out.talkWidth();
        out.say(Text.of(imported.profile().name() + "/" + imported.runType().label(), Style.STRONG)
                .plus("  from " + imported.source()));
        List<ImportedSetting> same = new ArrayList<>();
        for (ImportedSetting setting : imported.settings()) {
            String old = before.text(setting.parameter().name()).orElse("not set");
            if (old.equals(setting.value().text())) {
                same.add(setting);
            } else {
                out.say(Text.of(setting.parameter().name() + " ", Style.STRONG)
                        .plus(old + " → " + setting.value().text()));
            }
        }
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
        imported.mistakes().forEach(mistake -> mistake(mistake, width).forEach(out::say));
        FindingsView.lines(findings, width).forEach(out::say);
    }

    void json(JsonObject json) {
        json.field("profile", imported.profile().name())
                .field("run_type", imported.runType().label())
                .field("source", imported.source())
                .objects(
                        "settings",
                        imported.settings(),
                        (object, setting) -> object.field(
                                        "parameter", setting.parameter().name())
                                .field("variable", setting.variable())
                                .field("value", setting.value().text())
                                .field(
                                        "before",
                                        before.text(setting.parameter().name()).orElse(null)))
                .objects(
                        "mistakes",
                        imported.mistakes(),
                        (object, mistake) -> object.field("code", mistake.kind().code())
                                .field("severity", mistake.kind().severity().label())
                                .field("line", mistake.line())
                                .field("sentence", mistake.sentence())
                                .texts("remedies", mistake.remedies()));
        FindingsView.json(json, findings);
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
