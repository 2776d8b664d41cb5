package io.npushell.shell.command;

import java.util.List;

/** docs/commands.md, made from the commands themselves. */
public final class CommandReference {
    private CommandReference() {}

    public static String of(Commands commands) {
        StringBuilder page = new StringBuilder("""
                # Commands

                Made from the commands themselves; `help COMMAND` says the same in the shell. Refresh it with
                `./mvnw -q test -Dtest=CommandReferenceTest -Dgolden.update=true`.
                """);
        for (CommandGroup group : CommandGroup.values()) {
            List<CommandDoc> docs = commands.all().stream()
                    .map(OperatorCommand::doc)
                    .filter(doc -> doc.group() == group)
                    .toList();
            if (!docs.isEmpty()) {
                page.append("\n## ").append(group.title()).append('\n');
                docs.forEach(doc -> append(page, doc));
            }
        }
        return page.toString();
    }

    private static void append(StringBuilder page, CommandDoc doc) {
        page.append("\n### ").append(doc.name()).append("\n\n");
        page.append(sentence(doc.summary()))
                .append("\n\n```\n")
                .append(doc.usageLine())
                .append("\n```\n");
        if (!doc.description().isEmpty()) {
            page.append('\n').append(doc.description().strip()).append('\n');
        }
        if (!doc.options().isEmpty()) {
            page.append("\n| option | |\n|---|---|\n");
            doc.options()
                    .forEach(option -> page.append("| `")
                            .append(option.spelling())
                            .append("` | ")
                            .append(cell(option.summary()))
                            .append(" |\n"));
        }
        if (!doc.examples().isEmpty()) {
            page.append("\n| example | |\n|---|---|\n");
            doc.examples()
                    .forEach(example -> page.append("| `")
                            .append(cell(example.line()))
                            .append("` | ")
                            .append(cell(example.meaning()))
                            .append(" |\n"));
        }
        if (!doc.aliases().isEmpty()) {
            page.append("\nAlso: ").append(String.join(", ", doc.aliases())).append(".\n");
        }
        if (!doc.seeAlso().isEmpty()) {
            page.append("\nSee also: ").append(String.join(", ", doc.seeAlso())).append(".\n");
        }
    }

    private static String sentence(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + ".";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
