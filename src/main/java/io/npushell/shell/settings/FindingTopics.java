package io.npushell.shell.settings;

import io.npushell.plan.FindingCatalog;
import io.npushell.shell.command.HelpTopics;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Help on findings: {@code help P07}, and all of them under {@code help findings}. */
public final class FindingTopics implements HelpTopics {
    private static final String ALL = "findings";

    @Override
    public List<Suggestion> suggestions() {
        List<Suggestion> suggestions = new ArrayList<>();
        suggestions.add(Suggestion.of(ALL, "all findings"));
        FindingCatalog.all().forEach(entry -> suggestions.add(Suggestion.of(entry.code(), entry.title())));
        return suggestions;
    }

    @Override
    public String overview() {
        return ALL;
    }

    @Override
    public Optional<List<Text>> page(String subject) {
        return subject.equals(ALL)
                ? Optional.of(all())
                : FindingCatalog.find(subject.toUpperCase(Locale.ROOT)).map(FindingTopics::page);
    }

    /** The page of one finding, or the same as JSON. */
    static void explain(FindingCatalog.Entry entry, Output out) {
        if (out.json()) {
            out.document(
                    "finding",
                    json -> json.field("code", entry.code())
                            .field("title", entry.title())
                            .field("explanation", entry.explanation().strip())
                            .field("liftable", entry.liftable()));
            return;
        }
        page(entry).forEach(line -> out.lines(Paragraph.lines(line, 2, out.width())));
    }

    private static List<Text> all() {
        Table table = Table.of("code", "");
        FindingCatalog.all().forEach(entry -> table.row(Text.of(entry.code(), Style.STRONG), Text.of(entry.title())));
        return table.lines(Output.UNLIMITED);
    }

    /** What a code means. */
    public static List<Text> page(FindingCatalog.Entry entry) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of(entry.code(), Style.STRONG).plus("  " + entry.title()));
        lines.add(Text.of("  " + entry.explanation().strip()));
        if (entry.liftable()) {
            lines.add(Text.of("  Only the script can decide it: launch --accept " + entry.code(), Style.FAINT));
        }
        return lines;
    }
}
