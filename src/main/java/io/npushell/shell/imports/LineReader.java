package io.npushell.shell.imports;

import io.npushell.params.ParameterCatalog;
import io.npushell.shell.imports.Mistake.Kind;
import io.npushell.shell.imports.TypedCommand.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts commands: what sets variables, what starts a training with them, what runs a tool; the rest is named and left out. */
final class LineReader {
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(\\+?)=(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final Set<String> EXPORTS = Set.of("export", "declare", "typeset", "local", "readonly", "setenv");
    private static final Pattern PYTHON = Pattern.compile("(.*/)?(python|pypy)[0-9.]*");
    private static final Pattern BLOCK = Pattern.compile("for|while|until|if|case|select|function|\\w+\\(\\)");
    private static final Set<String> ENDS = Set.of("done", "fi", "esac");
    private static final int DEEPEST = 8;

    private final Mistakes mistakes;
    private final Map<String, String> environment;
    private final Map<String, String> exported;
    private final Map<String, String> notExported = new LinkedHashMap<>();
    private final References references;
    private final List<ReadLine> lines;
    private final Aside aside;
    private final int depth;
    private String directory;
    private String container;
    private int looseLine;

    /**
     * Reads what is typed here.
     *
     * @param environment what the shell that runs it would have: {@code HOME} and the like
     * @param places what the manual's {@code {work_dir}} and the like stand for where nothing sets them
     */
    LineReader(Map<String, String> environment, Map<String, String> places, Mistakes mistakes) {
        this(
                withPlaces(environment, places),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new Aside(mistakes),
                new References(mistakes),
                mistakes,
                0,
                "",
                "");
    }

    private LineReader(
            Map<String, String> environment,
            Map<String, String> exported,
            List<ReadLine> lines,
            Aside aside,
            References references,
            Mistakes mistakes,
            int depth,
            String directory,
            String container) {
        this.environment = environment;
        this.exported = exported;
        this.lines = lines;
        this.aside = aside;
        this.mistakes = mistakes;
        this.depth = depth;
        this.directory = directory;
        this.container = container;
        this.references = references;
    }

    private static Map<String, String> withPlaces(Map<String, String> environment, Map<String, String> places) {
        Map<String, String> all = new LinkedHashMap<>(environment);
        places.forEach(all::putIfAbsent);
        return all;
    }

    LineReader read(List<TypedCommand> commands) {
        for (int at = 0; at < commands.size(); at++) {
            TypedCommand command = commands.get(at);
            if (BLOCK.matcher(command.words().get(0)).matches()) {
                at = block(commands, at);
            } else {
                read(command, new ArrayList<>(command.words()));
            }
        }
        return this;
    }

    /** Where a text only sets the manual's variables of the container, they are what it says. */
    LineReader withContainerVariables() {
        Map<String, String> set = new LinkedHashMap<>(exported);
        set.putAll(notExported);
        List<String> names = List.of("container_work_dir", "work_dir", "container_name", "image_name").stream()
                .filter(set::containsKey)
                .toList();
        if (lines.isEmpty() && !names.isEmpty()) {
            List<ContainerLine.Option> options = new ArrayList<>();
            Map<String, String> known = known(Map.of());
            if (set.containsKey("container_name")) {
                options.add(new ContainerLine.Option("--name", known.getOrDefault("container_name", "")));
            }
            if (set.containsKey("work_dir") || set.containsKey("container_work_dir")) {
                String host = known.getOrDefault("work_dir", "");
                String inside = known.getOrDefault(
                        set.containsKey("container_work_dir") ? "container_work_dir" : "work_dir", "");
                options.add(new ContainerLine.Option("-v", host + ":" + inside));
            }
            lines.add(new ContainerLine(
                    looseLine,
                    String.join(", ", names),
                    directory,
                    options,
                    set.getOrDefault("image_name", ""),
                    List.of(),
                    known.getOrDefault("work_dir", ""),
                    true));
        }
        return this;
    }

    /** The commands that make settings, in their order. */
    List<ReadLine> lines() {
        return lines;
    }

    Aside aside() {
        return aside;
    }

    /** Passes over a loop or a condition; gives where it ends. */
    private int block(List<TypedCommand> commands, int begin) {
        TypedCommand first = commands.get(begin);
        String keyword = first.words().get(0);
        boolean function = keyword.equals("function") || keyword.endsWith("()");
        boolean trains = false;
        int open = 0;
        int at = begin;
        for (; at < commands.size(); at++) {
            TypedCommand command = commands.get(at);
            for (String word : command.words()) {
                trains |= word.matches("(.*/)?scripts/.*\\.sh")
                        || word.matches("(.*/)?(preprocess_data|util|convert_ckpt)\\.py");
            }
            List<String> words = command.words().stream()
                    .filter(word -> !Set.of("do", "then", "else", "{").contains(word))
                    .toList();
            String word = words.isEmpty() ? "" : words.get(0);
            open += BLOCK.matcher(word).matches() ? 1 : 0;
            open -= ENDS.contains(word) || (function && word.equals("}")) ? 1 : 0;
            if (open <= 0) {
                break;
            }
        }
        String what = function
                ? "a function"
                : keyword.equals("if") || keyword.equals("case")
                        ? "a condition (" + keyword + ")"
                        : "a loop (" + keyword + ")";
        aside.block(first.line(), what + " decides what '" + Aside.shown(first.words()) + "' runs", trains);
        return Math.min(at, commands.size() - 1);
    }

    private void read(TypedCommand command, List<String> given) {
        int line = command.line();
        List<String> words = given;
        while (!words.isEmpty()
                && (isLabel(words.get(0))
                        || words.get(0).equals("$")
                        || words.get(0).equals("#"))) {
            words.remove(0);
        }
        boolean export = !words.isEmpty() && EXPORTS.contains(words.get(0));
        while (!words.isEmpty()
                && (EXPORTS.contains(words.get(0)) || (export && words.get(0).startsWith("-")))) {
            words.remove(0);
        }
        Map<String, String> own = new LinkedHashMap<>();
        Wrapping wrapping = Wrapping.of(List.of());
        boolean wrapped = false;
        boolean clears = false;
        while (!words.isEmpty()) {
            int at = assignments(line, words, own, export);
            words = new ArrayList<>(words.subList(at, words.size()));
            if (words.isEmpty()) {
                break;
            }
            Wrapping next = Wrapping.of(words);
            boolean nothing = next.words().equals(words) && !next.inner();
            next.around()
                    .forEach(around -> mistakes.add(
                            Kind.HARMLESS, line, "'" + around + "' is left out: a launch is not bound to it"));
            clears |= next.clearsVariables();
            wrapped |= !nothing;
            if (nothing) {
                break;
            }
            next.variables().forEach((name, value) -> put(line, own, name, value));
            wrapping = next;
            words = new ArrayList<>(next.words());
            if (next.inner() || next.elsewhere()) {
                break;
            }
        }
        if (clears && !(own.isEmpty() && exported.isEmpty())) {
            mistakes.add(
                    Kind.NOT_PASSED_ON,
                    line,
                    "sudo without -E does not pass variables on that were set before it; read as if it did");
        }
        if (words.isEmpty() && command.input().isBlank()) {
            boolean loose = !export && !own.isEmpty() && !wrapped;
            own.forEach((name, value) -> (loose ? notExported : exported).put(name, value));
            looseLine = loose ? line : looseLine;
            return;
        }
        if (wrapping.inner() || wrapping.elsewhere() || readsCommands(words, command.input())) {
            inside(command, wrapping, words, own);
            return;
        }
        if (!command.input().isBlank()) {
            aside.block(
                    line,
                    "a here-document is text for '" + Aside.shown(words) + "'",
                    command.input().contains("scripts/"));
            return;
        }
        program(command, words, own);
    }

    private static boolean readsCommands(List<String> words, String input) {
        return !input.isBlank()
                && (words.isEmpty()
                        || (Wrapping.SHELLS.contains(Wrapping.name(words.get(0)))
                                && words.stream().skip(1).allMatch(word -> word.startsWith("-"))));
    }

    /** Reads a text that another shell cuts: here with what is exported, elsewhere with what that place has. */
    private void inside(TypedCommand command, Wrapping wrapping, List<String> words, Map<String, String> own) {
        int line = command.line();
        if (depth >= DEEPEST) {
            aside.command(line, command.words(), false);
            return;
        }
        boolean elsewhere = wrapping.elsewhere();
        if (!wrapping.host().isEmpty()) {
            mistakes.add(
                    Kind.HARMLESS,
                    line,
                    "it was run on '" + wrapping.host()
                            + "'; a launch starts where npu-shell runs, so the host is left out");
        }
        Map<String, String> seen = new LinkedHashMap<>(elsewhere ? Map.of() : exported);
        seen.putAll(own);
        Map<String, String> around = new LinkedHashMap<>(environment);
        if (elsewhere) {
            around.remove("HOME");
            around.remove("USER");
        }
        String begun = wrapping.directory().isEmpty() ? elsewhere ? "" : directory : wrapping.directory();
        LineReader reader = new LineReader(
                around,
                seen,
                lines,
                aside,
                references,
                mistakes,
                depth + 1,
                begun,
                wrapping.container().isEmpty()
                        ? container
                        : references.resolved(line, wrapping.container(), known(own)));
        if (!wrapping.inner() && !readsCommands(words, command.input())) {
            reader.read(List.of(new TypedCommand(line, words, Link.LINE, command.input())));
            return;
        }
        boolean typed =
                readsCommands(words.isEmpty() ? words : List.of(words.get(0).split("\\s+")), command.input());
        String text = typed || words.isEmpty() ? command.input() : expanded(line, words.get(0), known(own));
        reader.read(CommandCutter.commands(text, typed ? line + 1 : line, mistakes));
    }

    /** What the outer shell puts in before the inner one reads it; what it does not know the inner one may. */
    private static String expanded(int line, String text, Map<String, String> known) {
        Mistakes untold = new Mistakes();
        String resolved = text.startsWith("~") ? text : new References(untold).resolved(line, text, known);
        return resolved;
    }

    /** "第一台节点": what a text says of the command that follows. */
    private static boolean isLabel(String word) {
        return word.indexOf('=') < 0
                && word.indexOf('/') < 0
                && word.chars().anyMatch(letter -> letter > 0x7f && !Literal.isReserved((char) letter));
    }

    /** Reads leading assignments; gives where the program stands. */
    private int assignments(int line, List<String> words, Map<String, String> own, boolean export) {
        int at = 0;
        while (at < words.size()) {
            String word = words.get(at);
            Matcher assignment = ASSIGNMENT.matcher(word);
            boolean apart = at + 1 < words.size()
                    && words.get(at + 1).startsWith("=")
                    && NAME.matcher(word).matches();
            if (apart) {
                String value = words.get(at + 1).substring(1);
                boolean further = value.isEmpty() && at + 2 < words.size();
                put(line, own, word, further ? words.get(at + 2) : value);
                mistakes.add(
                        Kind.BLANK_AT_EQUALS,
                        line,
                        "a blank before = makes " + word + " the name of a command; read as " + word + "="
                                + (further ? words.get(at + 2) : value));
                at += further ? 3 : 2;
            } else if (assignment.matches()) {
                at += assigned(line, words, at, assignment, own);
            } else if (export && NAME.matcher(word).matches()) {
                at++; // export NAME: passes on what was set before
                if (notExported.containsKey(word)) {
                    exported.put(word, notExported.remove(word));
                }
            } else {
                return at;
            }
        }
        return at;
    }

    /** Reads one assignment; gives how many words it took. */
    private int assigned(int line, List<String> words, int at, Matcher assignment, Map<String, String> own) {
        String name = assignment.group(1);
        String written = assignment.group(3);
        if (!assignment.group(2).isEmpty()) {
            written = known(own).getOrDefault(name, "") + written;
        }
        int next = at + 1;
        if (written.isEmpty() && next < words.size() && isValue(words.get(next))) {
            put(line, own, name, words.get(next));
            mistakes.add(
                    Kind.BLANK_AT_EQUALS,
                    line,
                    "a blank after " + name + "= sets it to nothing and runs '" + words.get(next)
                            + "' as the command, so the training never starts; read as " + name + "="
                            + words.get(next));
            return 2;
        }
        int end = next;
        while (end < words.size() && isRestOfValue(words, end)) {
            end++;
        }
        if (end > next) {
            String whole = written + " " + String.join(" ", words.subList(next, end));
            mistakes.add(
                    Kind.BLANK_AT_EQUALS,
                    line,
                    "the blank in " + name + "=" + Literal.plain(whole) + " ends the value and runs '"
                            + Literal.plain(words.get(next)) + "' as the command; read as one value",
                    name + "='" + Literal.plain(whole) + "'");
            written = whole;
        }
        put(line, own, name, written);
        return end - at;
    }

    private static boolean isValue(String word) {
        return !ASSIGNMENT.matcher(word).matches()
                && !Wrapping.SHELLS.contains(word)
                && !Set.of("source", ".", "nohup", "sudo", "env").contains(word)
                && !PYTHON.matcher(word).matches()
                && !word.endsWith(".sh")
                && !word.matches("[0-9&]*[<>].*");
    }

    /** A word that no program can be, as assignments and the script follow it. */
    private static boolean isRestOfValue(List<String> words, int at) {
        String word = words.get(at);
        boolean followed = words.subList(at + 1, words.size()).stream()
                .takeWhile(each -> !each.endsWith(".sh"))
                .anyMatch(each -> ASSIGNMENT.matcher(each).matches());
        boolean wraps = !Wrapping.of(words.subList(at, words.size())).words().equals(words.subList(at, words.size()));
        return followed
                && !wraps
                && isValue(word)
                && !word.startsWith("=")
                && !(at + 1 < words.size() && words.get(at + 1).startsWith("="));
    }

    private void put(int line, Map<String, String> own, String name, String value) {
        String before = own.get(name);
        String resolved = references.resolved(line, value, known(own));
        if (before != null) {
            boolean same = before.equals(resolved);
            mistakes.add(
                    same ? Kind.HARMLESS : Kind.GIVEN_TWICE,
                    line,
                    name + " is given twice"
                            + (same
                                    ? ", the same both times"
                                    : ", as '" + before + "' and as '" + resolved
                                            + "'; the last one counts, as for the shell"));
        }
        own.put(name, resolved);
    }

    private Map<String, String> known(Map<String, String> own) {
        Map<String, String> known = new LinkedHashMap<>(environment);
        if (!directory.isEmpty()) {
            known.put("PWD", directory);
        }
        known.putAll(exported);
        known.putAll(notExported);
        known.putAll(own);
        return known;
    }

    private void program(TypedCommand command, List<String> given, Map<String, String> own) {
        int line = command.line();
        List<String> words = withoutRedirections(given);
        if (words.isEmpty()) {
            return;
        }
        String program = references.resolved(line, words.get(0), known(own));
        if (command.link() == Link.PIPE && !PYTHON.matcher(program).matches() && !isShell(program)) {
            return;
        }
        if (ContainerLine.is(words)) {
            container(line, words, own);
        } else if (program.equals("cd")) {
            enter(line, words, own);
        } else if (program.equals("unset")) {
            words.forEach(exported::remove);
            words.forEach(notExported::remove);
        } else if (program.startsWith("--") && lines.stream().anyMatch(ToolLine.class::isInstance)) {
            goesOn(line, words, own);
        } else if (PYTHON.matcher(program).matches() || program.endsWith(".py")) {
            python(command, words, own);
        } else if (Set.of("torchrun", "msrun", "deepspeed", "accelerate").contains(Wrapping.name(program))) {
            lines.add(new ToolLine(
                    line, Wrapping.name(program), directory, split(line, words.subList(1, words.size()), own)));
        } else {
            script(command, words, own);
        }
    }

    /** What it makes, and what is to run inside at once. */
    private void container(int line, List<String> given, Map<String, String> own) {
        Map<String, String> known = known(own);
        List<String> words = given.stream()
                .map(word -> references.resolved(line, word, known).strip())
                .filter(word -> !word.isEmpty())
                .toList();
        String workspace = known.getOrDefault("work_dir", known.getOrDefault("workdir", ""));
        ContainerLine made = ContainerLine.of(line, directory, workspace, words);
        lines.add(made);
        if (made.runsMore() && depth < DEEPEST) {
            Map<String, String> inside = new LinkedHashMap<>();
            made.options().stream()
                    .filter(option -> Set.of("-e", "--env").contains(option.name())
                            && option.value().contains("="))
                    .forEach(option -> {
                        String[] pair = option.value().split("=", 2);
                        inside.put(pair[0], pair[1]);
                    });
            Map<String, String> around = new LinkedHashMap<>(environment);
            around.remove("HOME");
            around.remove("USER");
            new LineReader(
                            around,
                            inside,
                            lines,
                            aside,
                            references,
                            mistakes,
                            depth + 1,
                            made.value("-w", "--workdir"),
                            made.value("--name"))
                    .read(List.of(new TypedCommand(line, made.command(), Link.LINE, "")));
        }
    }

    private static boolean isShell(String program) {
        return Wrapping.SHELLS.contains(Wrapping.name(program));
    }

    private void enter(int line, List<String> words, Map<String, String> own) {
        String to = words.size() < 2 ? "~" : words.get(1);
        String there = references.resolved(line, to, known(own));
        directory = there.startsWith("/") || directory.isEmpty() || there.startsWith("~")
                ? there
                : normal(directory + "/" + there);
    }

    private static String normal(String path) {
        return java.nio.file.Path.of(path.replace("\0", "")).normalize().toString();
    }

    /** Options on a line of their own belong to the tool before. */
    private void goesOn(int line, List<String> words, Map<String, String> own) {
        int last = lines.size() - 1;
        while (!(lines.get(last) instanceof ToolLine)) {
            last--;
        }
        ToolLine tool = (ToolLine) lines.get(last);
        List<String> joined = new ArrayList<>(tool.words());
        words.forEach(word -> joined.add(references.resolved(line, word, known(own))));
        lines.set(last, new ToolLine(tool.line(), tool.program(), tool.directory(), joined));
        mistakes.add(
                Kind.CONTINUATION,
                line,
                "'" + words.get(0)
                        + "' begins a command of its own, as the line before does not end in a backslash; read on");
    }

    private void python(TypedCommand command, List<String> words, Map<String, String> own) {
        int line = command.line();
        int at = words.get(0).endsWith(".py") ? 0 : 1;
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("-m")) {
            at += Set.of("-W", "-X").contains(words.get(at)) ? 2 : 1;
        }
        boolean module = at + 1 < words.size() && words.get(at).equals("-m");
        String program =
                at >= words.size() ? "" : references.resolved(line, words.get(module ? at + 1 : at), known(own));
        List<String> rest = words.subList(Math.min(words.size(), at + (module ? 2 : 1)), words.size());
        if (module && program.matches("torch\\.distributed\\.(launch|run)")) {
            lines.add(new ToolLine(line, "torchrun", directory, split(line, rest, own)));
        } else if (module && program.matches("(\\w+\\.)*(preprocess_data|util|convert_ckpt)")) {
            lines.add(new ToolLine(line, program.replace('.', '/') + ".py", directory, resolved(line, rest, own)));
        } else if (program.endsWith(".py")) {
            lines.add(new ToolLine(line, program, directory, resolved(line, rest, own)));
        } else {
            aside.command(line, words, behind(command));
        }
    }

    private List<String> resolved(int line, List<String> words, Map<String, String> own) {
        return words.stream()
                .map(word -> references.resolved(line, word, known(own)))
                .toList();
    }

    /** As {@link #resolved}, but a variable that holds several options becomes as many words. */
    private List<String> split(int line, List<String> words, Map<String, String> own) {
        return resolved(line, words, own).stream()
                .flatMap(word -> List.of(word.strip().split("\\s+")).stream())
                .toList();
    }

    private boolean behind(TypedCommand command) {
        return command.link() == Link.BEHIND && lines.stream().anyMatch(LaunchLine.class::isInstance);
    }

    private void script(TypedCommand command, List<String> words, Map<String, String> own) {
        int line = command.line();
        boolean sourced = Set.of("source", ".").contains(words.get(0));
        int at = sourced || isShell(words.get(0)) ? 1 : 0;
        while (at > 0 && at < words.size() && words.get(at).matches("[-+][A-Za-z]+")) {
            at++;
        }
        String script = at < words.size() ? references.resolved(line, words.get(at), known(own)) : "";
        List<String> rest = at < words.size() ? words.subList(at + 1, words.size()) : List.of();
        boolean trains = script.endsWith(".sh") && (!sourced || script.contains("scripts/"));
        if (trains && command.link() != Link.OTHERWISE) {
            launch(line, script, rest, own);
        } else if (sourced
                || script.equals("activate")
                || words.get(0).equals("conda")
                || words.get(0).equals("module")) {
            aside.setUp(line, words);
        } else if (command.link() != Link.OTHERWISE && command.link() != Link.PIPE) {
            aside.command(line, words, behind(command));
        }
    }

    /** Whether other values are made of it, and no script reads it. */
    private boolean isOfText(String name) {
        return references.used().contains(name)
                && ParameterCatalog.standard().all().stream()
                        .noneMatch(parameter -> parameter.variable().equals(name));
    }

    private void launch(int line, String script, List<String> after, Map<String, String> own) {
        Map<String, String> variables = new LinkedHashMap<>(exported);
        Map<String, String> loose = new LinkedHashMap<>(notExported);
        // small letters, and what other values are made of, are for the text itself
        loose.keySet().removeIf(name -> !NAME.matcher(name).matches() || isOfText(name) || own.containsKey(name));
        if (!loose.isEmpty()) {
            mistakes.add(
                    Kind.NOT_PASSED_ON,
                    looseLine,
                    String.join(", ", loose.keySet())
                            + (loose.size() == 1 ? " is" : " are")
                            + " set on a line that neither ends in a backslash nor begins with export, so the script"
                            + " does not see "
                            + (loose.size() == 1 ? "it" : "them") + "; read as if it did");
            variables.putAll(loose);
            notExported.keySet().removeAll(loose.keySet());
        }
        variables.keySet().removeIf(this::isOfText);
        variables.putAll(own);
        List<String> arguments = new ArrayList<>();
        for (String word : after) {
            Matcher assignment = ASSIGNMENT.matcher(word);
            if (assignment.matches() && NAME.matcher(assignment.group(1)).matches()) {
                mistakes.add(
                        Kind.NOT_PASSED_ON,
                        line,
                        assignment.group(1)
                                + " stands after the script, so it is an argument and no variable; read as if it stood"
                                + " before");
                variables.put(assignment.group(1), references.resolved(line, assignment.group(3), variables));
            } else if (!isLabel(word) && !word.matches("\\.{3,}")) {
                arguments.add(Literal.plain(word));
            }
        }
        lines.add(new LaunchLine(line, script, directory, variables, arguments, container));
    }

    /** Where output goes is npu-shell's affair: it keeps the log of each session. */
    private static List<String> withoutRedirections(List<String> words) {
        List<String> kept = new ArrayList<>();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.matches("[0-9]*&?(>>|>|<<<|<)[|&]?")) {
                at++; // its target is the next word
            } else if (!word.matches("[0-9]*&?(>>|>|<)[|&]?[^<>]+") || word.matches("<[^<>]+>")) {
                kept.add(word);
            }
        }
        return kept;
    }
}
