package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.ClosestNames;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the topics on one screen, or tells all about one topic, command, parameter or code. */
final class HelpCommand extends OperatorCommand {
    private static final String ALL = "all";
    private static final int NAMES = 12;

    private final Supplier<Commands> commands;
    private final List<HelpTopics> topics;

    HelpCommand(Supplier<Commands> commands, List<HelpTopics> topics) {
        super(CommandDoc.named("help", CommandGroup.SHELL, "explain a topic, a command, a parameter or a code")
                .alias("?")
                .arguments("[TOPIC | COMMAND | PARAMETER | CODE]", 0, 2)
                .paged()
                .example("help training", "the commands of one topic")
                .example("help launch", "all about one command")
                .example("help tp", "all about one parameter")
                .example("help P07", "what a finding means")
                .example("help all", "every command with a line")
                .build());
        this.commands = commands;
        this.topics = List.copyOf(topics);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (words.arguments().isEmpty()) {
            overview(out);
        } else if (words.arguments().equals(List.of(ALL))) {
            everything(out);
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
        String subject = String.join(" ", words);
        Optional<CommandGroup> group = Arrays.stream(CommandGroup.values())
                .filter(each -> each.topic().equals(subject))
                .findFirst();
        if (group.isPresent()) {
            return Optional.of(listed(doc -> doc.group() == group.get()));
        }
        List<Text> family = listed(doc -> words.size() == 1 && doc.name().startsWith(words.get(0) + " "));
        if (!family.isEmpty()) {
            return Optional.of(family);
        }
        return topics.stream()
                .map(topic -> topic.page(subject))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Text> listed(Predicate<CommandDoc> wanted) {
        Table table = Table.of("", "");
        docs().filter(wanted).forEach(doc -> table.row(Text.of(doc.name(), Style.STRONG), Text.of(doc.summary())));
        return table.lines(Output.UNLIMITED);
    }

    private Stream<CommandDoc> docs() {
        return commands.get().all().stream().map(OperatorCommand::doc);
    }

    /** What fits one screen of 24 lines: each topic with the names of its commands. */
    private void overview(Output out) {
        for (CommandGroup group : CommandGroup.values()) {
            String names = names(group);
            if (!names.isEmpty()) {
                topic(group.topic(), names, out);
            }
        }
        topic(
                "and",
                topics.stream()
                        .map(HelpTopics::overview)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.joining(", ")),
                out);
        out.say(Text.of("help TOPIC, COMMAND, PARAMETER or CODE (P07) tells more, help all tells all;", Style.FAINT));
        out.say(Text.of("Tab completes, and describes what it offers.", Style.FAINT));
    }

    private static void topic(String topic, String names, Output out) {
        out.lines(Paragraph.lines(Text.of(topic, Style.STRONG).padded(NAMES).plus(names), NAMES, out.width()));
    }

    /** "use, profile list|show|new": of commands of two words the first once. */
    private String names(CommandGroup group) {
        Map<String, List<String>> families = new LinkedHashMap<>();
        docs().filter(doc -> doc.group() == group).forEach(doc -> {
            String[] words = doc.name().split(" ", 2);
            families.computeIfAbsent(words[0], first -> new ArrayList<>()).add(words.length < 2 ? "" : words[1]);
        });
        return families.entrySet().stream()
                .map(family -> (family.getKey() + " " + String.join("|", family.getValue())).strip())
                .collect(Collectors.joining(", "));
    }

    private void everything(Output out) {
        int width =
                commands.get().names().stream().mapToInt(String::length).max().orElse(0);
        for (CommandGroup group : CommandGroup.values()) {
            List<CommandDoc> docs = commands.get().all().stream()
                    .map(OperatorCommand::doc)
                    .filter(doc -> doc.group() == group)
                    .toList();
            if (!docs.isEmpty()) {
                out.line(Text.of(group.title(), Style.FAINT));
                docs.forEach(doc -> out.lines(Paragraph.lines(
                        Text.of("  ")
                                .plus(Text.of(doc.name(), Style.STRONG).padded(width + 2))
                                .plus(doc.summary()),
                        width + 4,
                        out.width())));
            }
        }
        out.say(Text.of(
                "help COMMAND, help PARAMETER, or COMMAND --help tell more; help keys those of the prompt.",
                Style.FAINT));
    }

    private List<String> subjects() {
        List<String> subjects = new ArrayList<>(commands.get().names());
        Arrays.stream(CommandGroup.values()).map(CommandGroup::topic).forEach(subjects::add);
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
        Arrays.stream(CommandGroup.values())
                .forEach(group -> suggestions.add(
                        Suggestion.of(group.topic(), group.title()).in("topics")));
        topics.forEach(topic -> suggestions.addAll(topic.suggestions()));
        return suggestions;
    }
}
