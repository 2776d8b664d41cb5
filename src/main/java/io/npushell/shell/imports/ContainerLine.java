package io.npushell.shell.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A command that makes a container, or the variables that the manual sets before it.
 *
 * @param program "docker run", or the names of the variables
 * @param options in the order given; the value "" where an option has none
 * @param image "" where none is named
 * @param command what the container is to run, empty where nothing is said
 * @param workspace the manual's {@code work_dir}, as the text or the settings have it
 * @param variables whether it is only the variables
 */
record ContainerLine(
        int line,
        String program,
        String directory,
        List<Option> options,
        String image,
        List<String> command,
        String workspace,
        boolean variables)
        implements ReadLine {
    private static final Set<String> ENGINES = Set.of("docker", "podman", "nerdctl", "isula");
    private static final Set<String> VERBS = Set.of("run", "create");
    private static final String FLAG_LETTERS = "itdPq";
    /** All others take a value. */
    private static final Set<String> FLAGS = Set.of(
            "--interactive",
            "--tty",
            "--detach",
            "--rm",
            "--privileged",
            "--init",
            "--read-only",
            "--publish-all",
            "--sig-proxy",
            "--no-healthcheck",
            "--oom-kill-disable",
            "--disable-content-trust",
            "--quiet",
            "--help");

    /** @param name with its dashes, as it was written */
    record Option(String name, String value) {}

    ContainerLine {
        options = List.copyOf(options);
        command = List.copyOf(command);
    }

    /** Whether words, of which the first is a program, make a container. */
    static boolean is(List<String> words) {
        int verb = verb(words);
        return verb > 0 && verb < words.size() && VERBS.contains(words.get(verb));
    }

    private static int verb(List<String> words) {
        boolean engine = !words.isEmpty() && ENGINES.contains(Wrapping.name(words.get(0)));
        return !engine || words.size() < 2 ? 0 : words.get(1).equals("container") ? 2 : 1;
    }

    /** Reads words that {@link #is} knows. */
    static ContainerLine of(int line, String directory, String workspace, List<String> words) {
        List<Option> options = new ArrayList<>();
        int at = verb(words) + 1;
        String program = String.join(" ", words.subList(0, at));
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("--")) {
            at = option(words, at, options);
        }
        at += at < words.size() && words.get(at).equals("--") ? 1 : 0;
        String image = at < words.size() ? words.get(at) : "";
        List<String> command = words.subList(Math.min(words.size(), at + 1), words.size());
        return new ContainerLine(line, program, directory, options, image, command, workspace, false);
    }

    /** Reads one word of options, or a word and its value; gives where the next begins. */
    private static int option(List<String> words, int at, List<Option> options) {
        String word = words.get(at);
        String next = at + 1 < words.size() ? words.get(at + 1) : "";
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            boolean apart = equals < 0 && !FLAGS.contains(word);
            String name = equals < 0 ? word : word.substring(0, equals);
            options.add(new Option(name, equals >= 0 ? word.substring(equals + 1) : apart ? next : ""));
            return apart ? at + 2 : at + 1;
        }
        if (ContainerMapping.isMeant(word)) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            options.add(new Option(name, equals >= 0 ? word.substring(equals + 1) : next));
            return equals < 0 ? at + 2 : at + 1;
        }
        for (int letter = 1; letter < word.length(); letter++) {
            if (FLAG_LETTERS.indexOf(word.charAt(letter)) < 0) {
                String glued = word.substring(letter + 1);
                String value = glued.startsWith("=") ? glued.substring(1) : glued;
                options.add(new Option("-" + word.charAt(letter), glued.isEmpty() ? next : value));
                return glued.isEmpty() ? at + 2 : at + 1;
            }
            options.add(new Option("-" + word.charAt(letter), ""));
        }
        return at + 1;
    }

    /** The value of an option under one of its names, "" where it is not given. */
    String value(String... names) {
        return options.stream()
                .filter(option -> List.of(names).contains(option.name()))
                .map(Option::value)
                .reduce("", (first, last) -> last);
    }

    /** Whether it has to do with NPUs: any other container is no affair of a training's unless import is asked for it. */
    boolean concerns() {
        return variables
                || image.contains("scend")
                || options.stream()
                        .anyMatch(option -> option.value().contains("davinci")
                                || option.value().contains("scend")
                                || option.value().startsWith("ASCEND_"));
    }

    /** Whether it is to run more than a shell. */
    boolean runsMore() {
        return !(command.isEmpty() || (command.size() == 1 && Wrapping.SHELLS.contains(Wrapping.name(command.get(0)))));
    }
}
