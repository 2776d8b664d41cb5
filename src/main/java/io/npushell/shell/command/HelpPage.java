package io.npushell.shell.command;

import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;

/** The help of one command as lines. */
final class HelpPage {
    private HelpPage() {}

    static List<Text> of(CommandDoc doc) {
        List<Text> lines = new ArrayList<>();
        lines.add(Text.of(doc.name(), Style.STRONG).plus("  " + doc.summary()));
        lines.add(Text.of("  usage  ", Style.FAINT).plus(doc.usageLine()));
        if (!doc.aliases().isEmpty()) {
            lines.add(Text.of("  also   ", Style.FAINT).plus(String.join(", ", doc.aliases())));
        }
        if (!doc.description().isEmpty()) {
            lines.add(Text.empty());
            doc.description().lines().forEach(line -> lines.add(Text.of("  " + line)));
        }
        section(lines, options(doc));
        section(lines, examples(doc));
        if (!doc.seeAlso().isEmpty()) {
            lines.add(Text.empty());
            lines.add(Text.of("  see also  ", Style.FAINT).plus(String.join(", ", doc.seeAlso())));
        }
        return lines;
    }

    private static Table options(CommandDoc doc) {
        Table table = Table.of("", "");
        doc.options().forEach(option -> table.row(option.spelling(), option.summary()));
        return table;
    }

    private static Table examples(CommandDoc doc) {
        Table table = Table.of("", "");
        doc.examples().forEach(example -> table.row(Text.of(example.line(), Style.ACCENT), Text.of(example.meaning())));
        return table;
    }

    private static void section(List<Text> lines, Table table) {
        if (!table.isEmpty()) {
            lines.add(Text.empty());
            table.lines(Integer.MAX_VALUE)
                    .forEach(line -> lines.add(Text.of("  ").plus(line)));
        }
    }
}
