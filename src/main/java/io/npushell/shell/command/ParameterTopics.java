package io.npushell.shell.command;

import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Value;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code help tp}: what the catalogue says of a parameter; its value on the bench is told by {@code explain}. */
final class ParameterTopics implements HelpTopics {
    private static final String ALL = "parameters";

    private final ParameterCatalog catalog;

    ParameterTopics(ParameterCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Suggestion> suggestions() {
        return catalog.all().stream()
                .map(parameter ->
                        Suggestion.of(parameter.name(), parameter.summary()).in("parameters"))
                .toList();
    }

    @Override
    public String overview() {
        return ALL;
    }

    @Override
    public Optional<List<Text>> page(String subject) {
        return subject.equals(ALL) ? Optional.of(all()) : catalog.find(subject).map(ParameterTopics::page);
    }

    private List<Text> all() {
        Table table = Table.of("parameter", "");
        catalog.all()
                .forEach(parameter -> table.row(Text.of(parameter.name(), Style.STRONG), Text.of(parameter.summary())));
        return table.lines(Output.UNLIMITED);
    }

    private static List<Text> page(Parameter parameter) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of(parameter.name(), Style.STRONG).plus("  " + parameter.summary()));
        lines.add(
                fact("takes", parameter.kind().range() + (parameter.unit().isEmpty() ? "" : ", " + parameter.unit())));
        lines.add(fact(
                "also",
                String.join(
                        ", ",
                        parameter.spellings().subList(1, parameter.spellings().size()))));
        Value manualDefault = parameter.manualDefault();
        if (manualDefault != null) {
            lines.add(fact("default", manualDefault.text() + " (manual)"));
        }
        lines.add(Text.empty());
        parameter.doc().lines().forEach(line -> lines.add(Text.of("  " + line)));
        lines.add(Text.empty());
        lines.add(fact("see also", "explain " + parameter.name() + ", set " + parameter.name() + " VALUE"));
        return lines;
    }

    private static Text fact(String title, String value) {
        return Text.of(String.format("  %-9s", title), Style.FAINT).plus(value);
    }
}
