package io.npushell.shell.settings;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Settings by group, each with its value and where that comes from. */
public final class SettingsView {
    private static final int ROOM_FOR_SUMMARIES = 110;

    private SettingsView() {}

    /** Only parameters with a value, unless {@code all}; what they mean where there is room for it. */
    public static List<Text> lines(Settings settings, boolean all, int width) {
        Table table = Table.of("", "~", "", "");
        List<Parameter> shown = ParameterCatalog.standard().all().stream()
                .filter(parameter -> all || settings.has(parameter.name()))
                .toList();
        List<String> headings = new ArrayList<>();
        for (Parameter parameter : shown) {
            Optional<Setting> setting = settings.find(parameter.name());
            table.row(
                    Text.of("  " + parameter.name(), Style.STRONG),
                    Text.of(setting.map(found -> found.value().text()).orElse("not set")),
                    Text.of(setting.map(found -> found.origin().label()).orElse(""), origin(setting)),
                    Text.of(width < ROOM_FOR_SUMMARIES ? "" : parameter.summary(), Style.FAINT));
            headings.add(parameter.group().title());
        }
        return underHeadings(table.lines(width), headings);
    }

    /** {@code settings}: an array of parameter, value, origin, variable. */
    public static void json(JsonObject json, Settings settings) {
        json.objects(
                "settings",
                ParameterCatalog.standard().all().stream()
                        .flatMap(parameter -> settings.find(parameter.name()).stream())
                        .toList(),
                (object, setting) -> object.field(
                                "parameter", setting.parameter().name())
                        .field("value", setting.value().text())
                        .field("origin", setting.origin().label())
                        .field("variable", setting.parameter().variable()));
    }

    private static List<Text> underHeadings(List<Text> rows, List<String> headings) {
        List<Text> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            if (i == 0 || !headings.get(i).equals(headings.get(i - 1))) {
                lines.add(Text.of(headings.get(i), Style.ACCENT));
            }
            lines.add(rows.get(i));
        }
        return lines;
    }

    private static Style origin(Optional<Setting> setting) {
        return setting.map(found -> switch (found.origin()) {
                    case OPERATOR, FLAG -> Style.WARNING;
                    case PRESET -> Style.ACCENT;
                    case MANUAL, PROFILE, DERIVED -> Style.FAINT;
                })
                .orElse(Style.FAINT);
    }
}
