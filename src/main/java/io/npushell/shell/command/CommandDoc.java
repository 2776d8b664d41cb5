package io.npushell.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything said about a command; parsing, completion, help and the reference page read it from here.
 *
 * @param name one word or two: "set", "profile list"
 * @param usage after the name: "NAME VALUE [NAME VALUE …]"; options are added
 * @param description paragraphs for the help; may be ""
 * @param least fewest positional arguments
 * @param most most positional arguments
 * @param freeWords whether every word is an argument, also one with dashes ({@code echo})
 * @param hostText whether the arguments are a command of the host's shell: several words are one text, as they were typed
 * @param paging whether what it prints is paged where it is longer than the screen
 * @param upstream the command takes the options of another program, and a beginning that only one of them has stands for it
 */
public record CommandDoc(
        String name,
        List<String> aliases,
        CommandGroup group,
        String summary,
        String usage,
        String description,
        List<OptionDoc> options,
        List<Example> examples,
        List<String> seeAlso,
        int least,
        int most,
        boolean freeWords,
        boolean hostText,
        Paging paging,
        Upstream upstream) {

    /**
     * How the command prints.
     *
     * @param whole it prints what it has found, and ends; it neither waits nor asks in between
     * @param streams options with which it goes on printing
     */
    public record Paging(boolean whole, List<String> streams) {
        static final Paging NONE = new Paging(false, List.of());

        public Paging {
            streams = List.copyOf(streams);
        }
    }

    /**
     * Options that are another program's.
     *
     * @param names of those of ours that are called the same there
     * @param unneeded further ones, taken and not looked at
     */
    public record Upstream(List<String> names, List<OptionDoc> unneeded) {
        static final Upstream NONE = new Upstream(List.of(), List.of());

        public Upstream {
            names = List.copyOf(names);
            unneeded = List.copyOf(unneeded);
        }

        /** The names a typed one may be the beginning of. */
        List<String> meant(String typed) {
            return Stream.concat(names.stream(), unneeded.stream().map(OptionDoc::name))
                    .filter(name -> name.startsWith(typed))
                    .sorted()
                    .toList();
        }
    }

    /** One example as it is typed, and what it does. */
    public record Example(String line, String meaning) {}

    public CommandDoc {
        aliases = List.copyOf(aliases);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
        seeAlso = List.copyOf(seeAlso);
    }

    public static Builder named(String name, CommandGroup group, String summary) {
        return new Builder(name, group, summary);
    }

    /** An option by its whole name, also one that is only taken. */
    public Optional<OptionDoc> option(String optionName) {
        return Stream.concat(options.stream(), upstream.unneeded().stream())
                .filter(option -> option.name().equals(optionName))
                .findFirst();
    }

    /** Whether a word is one of the options, by its whole name and without a value. */
    boolean ownOption(String word) {
        return options.stream().anyMatch(option -> word.equals("--" + option.name()));
    }

    /** Whether the command shows something, so that it takes {@code --json}. */
    public boolean json() {
        return option("json").isPresent();
    }

    /** Whether what it prints with these words is shown by the prompt's pager where it is longer than the screen. */
    boolean paged(List<String> words) {
        return paging.whole() && paging.streams().stream().noneMatch(option -> words.contains("--" + option));
    }

    /** "set NAME VALUE [--dry-run]". */
    public String usageLine() {
        StringBuilder line = new StringBuilder(name);
        if (!usage.isEmpty()) {
            line.append(' ').append(usage);
        }
        for (OptionDoc option : options) {
            line.append(" [--").append(option.name());
            line.append(option.isFlag() ? "" : " " + option.placeholder()).append(option.repeatable() ? "]…" : "]");
        }
        return line.toString();
    }

    /** Collects a doc; by default no positional argument is taken. */
    public static final class Builder {
        private final String name;
        private final CommandGroup group;
        private final String summary;
        private final List<String> aliases = new ArrayList<>();
        private final List<OptionDoc> options = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private List<String> seeAlso = List.of();
        private String usage = "";
        private String description = "";
        private int least;
        private int most;
        private boolean freeWords;
        private boolean hostText;
        private Paging paging = Paging.NONE;
        private Upstream upstream = Upstream.NONE;

        private Builder(String name, CommandGroup group, String summary) {
            this.name = name;
            this.group = group;
            this.summary = summary;
        }

        public Builder alias(String alias) {
            aliases.add(alias);
            return this;
        }

        /** The positional arguments, in words and in number. */
        public Builder arguments(String words, int fewest, int highest) {
            usage = words;
            least = fewest;
            most = highest;
            return this;
        }

        /** Every word is an argument; none is taken for an option. */
        public Builder freeWords(String words, int fewest) {
            freeWords = true;
            return arguments(words, fewest, Integer.MAX_VALUE);
        }

        /** The arguments are a command of the host's shell, with options that are none of ours. */
        public Builder hostText(String words) {
            hostText = true;
            return arguments(words, 1, Integer.MAX_VALUE);
        }

        public Builder description(String text) {
            description = text;
            return this;
        }

        public Builder flag(String option, String meaning) {
            return option(new OptionDoc(option, "", "", meaning, false));
        }

        public Builder option(String option, String placeholder, String meaning) {
            return option(new OptionDoc(option, "", placeholder, meaning, false));
        }

        public Builder repeatable(String option, String placeholder, String meaning) {
            return option(new OptionDoc(option, "", placeholder, meaning, true));
        }

        public Builder option(OptionDoc option) {
            options.add(option);
            return this;
        }

        /** What it prints is whole when it ends, so that the prompt may show it page by page; except with these options. */
        public Builder paged(String... streams) {
            paging = new Paging(true, List.of(streams));
            return this;
        }

        /** Options that another program calls the same, and those of its that are not needed here. */
        public Builder upstream(List<String> names, List<OptionDoc> unneeded) {
            upstream = new Upstream(names, unneeded);
            return this;
        }

        /** The command shows something and can show it as JSON. */
        public Builder json() {
            return flag("json", "show it as JSON");
        }

        public Builder example(String line, String meaning) {
            examples.add(new Example(line, meaning));
            return this;
        }

        public Builder seeAlso(String... names) {
            seeAlso = List.of(names);
            return this;
        }

        public CommandDoc build() {
            return new CommandDoc(
                    name,
                    aliases,
                    group,
                    summary,
                    usage,
                    description,
                    options,
                    examples,
                    seeAlso,
                    least,
                    most,
                    freeWords,
                    hostText,
                    paging,
                    upstream);
        }
    }
}
