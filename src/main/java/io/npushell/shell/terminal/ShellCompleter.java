package io.npushell.shell.terminal;

import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.MemoryOnly;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.OptionDoc;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.view.Glyphs;
import io.npushell.shell.view.Printable;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/** What Tab offers: names of commands, options, and what the command itself suggests. Memory only; in doubt nothing. */
public final class ShellCompleter implements Completer {
    /** What JLine puts around a description: blanks, brackets and a margin. */
    private static final int AROUND_DESCRIPTIONS = 6;

    private static final int SHORTEST_DESCRIPTION = 8;

    private final Commands commands;
    private final Glyphs glyphs;

    /** @param glyphs what the menu may be drawn with; what is completed stays as it is */
    public ShellCompleter(Commands commands, Glyphs glyphs) {
        this.commands = commands;
        this.glyphs = glyphs;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line instanceof ShellLine typed && !typed.closed()) {
            List<Suggestion> suggestions = quietly(typed);
            int longest = suggestions.stream()
                    .mapToInt(each -> shown(each).length())
                    .max()
                    .orElse(0);
            int room = reader.getTerminal().getWidth() - longest - AROUND_DESCRIPTIONS;
            for (int i = 0; i < suggestions.size(); i++) {
                candidates.add(candidate(suggestions.get(i), room, i));
            }
        }
    }

    /** A failing completion offers nothing: the command itself will tell what is wrong. */
    private List<Suggestion> quietly(ShellLine typed) {
        try {
            return suggestions(typed.line().substring(0, typed.cursor()));
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** What could stand at the end of a line; fails where a command does more than remember. */
    public List<Suggestion> suggestions(String line) {
        ShellLine typed = ShellLine.at(line, line.length());
        return typed.closed() ? List.of() : MemoryOnly.compute(() -> suggestions(typed.before(), typed.word()));
    }

    private List<Suggestion> suggestions(List<String> before, String word) {
        Optional<Commands.Match> match = commands.find(before);
        if (match.isEmpty()) {
            return before.isEmpty() ? first() : before.size() == 1 ? second(before.get(0)) : List.of();
        }
        OperatorCommand command = match.get().command();
        CommandDoc doc = command.doc();
        List<String> rest = before.subList(match.get().nameWords(), before.size());
        Completion request = Completion.of(doc, rest, word);
        if (request.option().isEmpty() && word.startsWith("-") && !doc.freeWords() && !rest.contains("--")) {
            return options(doc, rest);
        }
        String prefix = word.substring(0, word.length() - request.word().length());
        return command.complete(request).stream()
                // it would be put into the line unseen
                .filter(each -> Printable.isPrintable(each.value()))
                .map(each -> new Suggestion(prefix + each.value(), each.description(), each.group(), each.complete()))
                .toList();
    }

    private List<Suggestion> first() {
        Map<String, Suggestion> words = new LinkedHashMap<>();
        for (OperatorCommand command : commands.all()) {
            CommandDoc doc = command.doc();
            String word = doc.name().split(" ", 2)[0];
            List<String> family = commands.second(word);
            String meaning = family.isEmpty() ? doc.summary() : String.join(", ", family);
            words.putIfAbsent(word, Suggestion.of(word, meaning).in(doc.group().title()));
        }
        return List.copyOf(words.values());
    }

    private List<Suggestion> second(String word) {
        return commands.all().stream()
                .map(OperatorCommand::doc)
                .filter(doc -> doc.name().startsWith(word + " "))
                .map(doc -> Suggestion.of(doc.name().substring(word.length() + 1), doc.summary()))
                .toList();
    }

    private static List<Suggestion> options(CommandDoc doc, List<String> given) {
        List<Suggestion> options = new ArrayList<>();
        for (OptionDoc option : doc.options()) {
            String name = "--" + option.name();
            boolean used = given.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "="));
            if (option.repeatable() || !used) {
                options.add(Suggestion.of(name, option.summary()).in("options"));
            }
        }
        options.add(Suggestion.of("--help", "explain the command").in("options"));
        return options;
    }

    /** Of a path only the last part: the menu stands under what is typed already. */
    private String shown(Suggestion suggestion) {
        String value = suggestion.value();
        return glyphs.shown(
                suggestion.group().equals(FileNames.GROUP)
                        ? value.substring(value.lastIndexOf('/', value.length() - 2) + 1)
                        : value);
    }

    /** A menu line that is too wide would be wrapped, and the menu could not be read. */
    private @Nullable String cut(String description, int room) {
        if (description.isEmpty() || room < SHORTEST_DESCRIPTION) {
            return null;
        }
        return glyphs.shown(
                        glyphs.shown(Text.of(Printable.onOneLine(description))).cut(room))
                .plain();
    }

    private Candidate candidate(Suggestion suggestion, int room, int order) {
        return new Candidate(
                suggestion.value(),
                shown(suggestion),
                suggestion.group().isEmpty() ? null : glyphs.shown(suggestion.group()),
                cut(suggestion.description(), room),
                null,
                null,
                suggestion.complete(),
                order);
    }
}
