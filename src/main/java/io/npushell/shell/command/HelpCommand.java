package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Lists the commands, or tells all about one command, parameter or topic. */
final class HelpCommand extends OperatorCommand {
    private final Supplier<Commands> commands;
    private final List<HelpTopics> topics;

    HelpCommand(Supplier<Commands> commands, List<HelpTopics> topics) {
        super(CommandDoc.named("help", CommandGroup.SHELL, "explain a command, a parameter or a topic")
                .alias("?")
                .arguments("[COMMAND | PARAMETER | TOPIC]", 0, 2)
                .paged()
                .example("help launch", "all about one command")
                .example("help tp", "all about one parameter")
                .build());
        this.commands = commands;
        this.topics = List.copyOf(topics);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (words.arguments().isEmpty()) {
            overview(out);
        } else {
            String subject = String.join(" ", words.arguments());
            out.lines(page(words.arguments())
                    .orElseThrow(() -> new OperatorException(
                            ExitCode.NOT_FOUND, "nothing is called '" + subject + "'", remedy(subject))));
        }
        return ExitCode.OK;
    }

    private Optional<List<Text>> page(List<String> words) {
        Optional<Commands.Match> match = commands.get().find(words).filter(found -> found.nameWords() == words.size());
        if (match.isPresent()) {
            return Optional.of(HelpPage.of(match.get().command().doc()));
        }
        List<Text> family = family(words);
        if (!family.isEmpty()) {
            return Optional.of(family);
        }
        String subject = String.join(" ", words);
        return topics.stream()
                .map(topic -> topic.page(subject))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Text> family(List<String> words) {
        Table table = Table.of("", "");
        commands.get().all().stream()
                .map(OperatorCommand::doc)
                .filter(doc -> words.size() == 1 && doc.name().startsWith(words.get(0) + " "))
                .forEach(doc -> table.row(Text.of(doc.name(), Style.STRONG), Text.of(doc.summary())));
        return table.lines(Output.UNLIMITED);
    }

    private void overview(Output out) {
        int width =
                commands.get().names().stream().mapToInt(String::length).max().orElse(0);
        for (CommandGroup group : CommandGroup.values()) {
            List<CommandDoc> docs = commands.get().all().stream()
                    .map(OperatorCommand::doc)
                    .filter(doc -> doc.group() == group)
                    .toList();
            if (!docs.isEmpty()) {
                out.line(Text.of(group.title(), Style.FAINT));
                docs.forEach(doc -> out.line(Text.of("  ")
                        .plus(Text.of(doc.name(), Style.STRONG).padded(width + 2))
                        .plus(doc.summary())
                        .cut(out.width())));
            }
        }
        out.say(Text.of(
                "help COMMAND, help PARAMETER, or COMMAND --help tell more; help keys those of the prompt.",
                Style.FAINT));
    }

    private List<String> subjects() {
        List<String> subjects = new ArrayList<>(commands.get().names());
        topics.forEach(topic -> subjects.addAll(topic.names()));
        return subjects;
    }

    private String remedy(String subject) {
        List<String> near = ClosestNames.of(subject.toLowerCase(Locale.ROOT), subjects());
        return near.isEmpty() ? "help" : "help " + String.join("   or   help ", near);
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        if (request.position() == 1) {
            return request.argument(0).map(commands.get()::second).orElse(List.of()).stream()
                    .map(word -> Suggestion.of(word, ""))
                    .toList();
        }
        List<Suggestion> suggestions = new ArrayList<>();
        commands.get().all().stream()
                .map(OperatorCommand::doc)
                .filter(doc -> Arrays.stream(doc.name().split(" ")).count() == 1)
                .forEach(doc ->
                        suggestions.add(Suggestion.of(doc.name(), doc.summary()).in("commands")));
        topics.forEach(topic -> suggestions.addAll(topic.suggestions()));
        return suggestions;
    }
}
