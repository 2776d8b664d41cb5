package io.npushell.shell.command;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.shell.core.command.CommandRegistry;

/**
 * All commands, in Spring Shell's registry, found by whole names.
 *
 * <p>Spring Shell's own executor takes any prefix of a name for a request to list commands, and succeeds; here it is an unknown command.
 */
public final class Commands {
    private final CommandRegistry registry;
    private final Map<String, OperatorCommand> byName = new LinkedHashMap<>();

    public Commands(List<OperatorCommand> commands) {
        registry = new CommandRegistry(new LinkedHashSet<>(commands));
        for (OperatorCommand command : commands) {
            add(command.doc().name(), command);
            command.doc().aliases().forEach(alias -> add(alias, command));
        }
    }

    private void add(String name, OperatorCommand command) {
        if (byName.put(name, command) != null) {
            throw new IllegalStateException("two commands are called " + name);
        }
    }

    /** A command and how many words its name took. */
    public record Match(OperatorCommand command, int nameWords) {}

    /** The command that the words begin with; two words win over one. */
    public Optional<Match> find(List<String> words) {
        for (int length = Math.min(2, words.size()); length > 0; length--) {
            OperatorCommand command = byName.get(String.join(" ", words.subList(0, length)));
            if (command != null) {
                return Optional.of(new Match(command, length));
            }
        }
        return Optional.empty();
    }

    /** All commands, by group and name. */
    public List<OperatorCommand> all() {
        return byName.values().stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (OperatorCommand command) -> command.doc().group())
                        .thenComparing(command -> command.doc().name()))
                .toList();
    }

    /** Every name and alias. */
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** Second words of the commands whose first word is this one: "list", "show" for "profile". */
    public List<String> second(String first) {
        return names().stream()
                .filter(name -> name.startsWith(first + " "))
                .map(name -> name.substring(first.length() + 1))
                .toList();
    }

    public CommandRegistry registry() {
        return registry;
    }
}
