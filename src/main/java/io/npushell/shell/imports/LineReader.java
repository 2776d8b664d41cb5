package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sorts commands: what sets variables, what starts a training with them, what runs a tool; the rest is passed over. */
final class LineReader {
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
    private static final Set<String> BEFORE =
            Set.of("export", "env", "nohup", "sudo", "time", "exec", "$", "declare", "-x");
    private static final Set<String> RUNNERS = Set.of("sh", "bash", "source", ".", "dash", "zsh");

    private final Mistakes mistakes;
    private final String workDir;
    private final References references;
    private final Map<String, String> exported = new LinkedHashMap<>();
    private final Map<String, String> notExported = new LinkedHashMap<>();
    private final List<LaunchLine> launches = new ArrayList<>();
    private final List<ToolLine> tools = new ArrayList<>();
    private String directory = "";
    private int looseLine;
    private boolean chained;

    /** @param workDir what the manual's {@code {work_dir}} stands for */
    LineReader(String workDir, Mistakes mistakes) {
        this.mistakes = mistakes;
        this.workDir = workDir;
        this.references = new References(mistakes);
    }

    LineReader read(List<TypedCommand> commands) {
        for (TypedCommand command : commands) {
            chained = command.chained();
            read(command.line(), new ArrayList<>(command.words()));
        }
        return this;
    }

    List<LaunchLine> launches() {
        return launches;
    }

    List<ToolLine> tools() {
        return tools;
    }

    String directory() {
        return directory;
    }

    private void read(int line, List<String> given) {
        List<String> words = new ArrayList<>(given);
        boolean export = false;
        while (!words.isEmpty() && (BEFORE.contains(words.get(0)) || isLabel(words.get(0)))) {
            export |= words.get(0).equals("export");
            words.remove(0);
        }
        Map<String, String> own = new LinkedHashMap<>();
        int at = assignments(line, words, own, export);
        if (at == words.size()) {
            own.forEach((name, value) -> (isExport(given) ? exported : notExported).put(name, value));
            looseLine = isExport(given) || own.isEmpty() ? looseLine : line;
            return;
        }
        int program = at;
        while (program < words.size() - 1 && BEFORE.contains(words.get(program))) {
            program++;
        }
        program(line, words.subList(program, words.size()), own);
    }

    /** "第一台节点": what a text says of the command that follows. */
    private static boolean isLabel(String word) {
        return word.indexOf('=') < 0 && word.indexOf('/') < 0 && word.chars().anyMatch(letter -> letter > 0x7f);
    }

    private static boolean isExport(List<String> words) {
        return words.contains("export") || words.contains("declare");
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
                at += assigned(line, words, at, assignment, own) ? 2 : 1;
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

    /** Whether the value stood in the next word. */
    private boolean assigned(int line, List<String> words, int at, Matcher assignment, Map<String, String> own) {
        String name = assignment.group(1);
        boolean stray = assignment.group(2).isEmpty() && at + 1 < words.size() && isValue(words.get(at + 1));
        if (!stray) {
            put(line, own, name, assignment.group(2));
            return false;
        }
        String value = words.get(at + 1);
        put(line, own, name, value);
        mistakes.add(
                Kind.BLANK_AT_EQUALS,
                line,
                "a blank after " + name + "= sets it to nothing and runs '" + value
                        + "' as the command, so the training never starts; read as " + name + "=" + value);
        return true;
    }

    private static boolean isValue(String word) {
        return !ASSIGNMENT.matcher(word).matches() && !RUNNERS.contains(word) && !word.endsWith(".sh");
    }

    private void put(int line, Map<String, String> own, String name, String value) {
        String before = own.get(name);
        if (before != null) {
            boolean same = before.equals(value);
            mistakes.add(
                    same ? Kind.HARMLESS : Kind.GIVEN_TWICE,
                    line,
                    name + " is given twice"
                            + (same
                                    ? ", the same both times"
                                    : ", as '" + before + "' and as '" + value
                                            + "'; the last one counts, as for the shell"));
        }
        own.put(name, references.resolved(line, value, known(own)));
    }

    private Map<String, String> known(Map<String, String> own) {
        Map<String, String> known = new LinkedHashMap<>(Map.of("work_dir", workDir, "workdir", workDir));
        known.putAll(exported);
        known.putAll(notExported);
        known.putAll(own);
        return known;
    }

    private void program(int line, List<String> words, Map<String, String> own) {
        String program = words.get(0);
        if (program.equals("cd") && words.size() > 1) {
            directory = references.resolved(line, words.get(1), known(own));
        } else if (program.startsWith("--") && !tools.isEmpty()) {
            ToolLine tool = tools.remove(tools.size() - 1);
            List<String> joined = new ArrayList<>(tool.words());
            joined.addAll(words);
            tools.add(new ToolLine(tool.line(), tool.program(), joined));
            mistakes.add(
                    Kind.CONTINUATION,
                    line,
                    "'" + program
                            + "' begins a command of its own, as the line before does not end in a backslash; read on");
        } else if (program.matches("python[0-9.]*")
                && words.size() > 1
                && words.get(1).endsWith(".py")) {
            List<String> resolved = words.subList(2, words.size()).stream()
                    .map(word -> references.resolved(line, word, known(own)))
                    .toList();
            tools.add(new ToolLine(line, words.get(1), resolved));
        } else {
            int script = RUNNERS.contains(program) ? 1 : 0;
            while (script < words.size() && words.get(script).matches("-[a-z]+")) {
                script++;
            }
            if (script < words.size() && words.get(script).endsWith(".sh")) {
                launch(line, words.get(script), words.subList(script + 1, words.size()), own);
            } else if (chained && !launches.isEmpty()) {
                mistakes.add(
                        Kind.LEFT_OUT,
                        line,
                        "'" + String.join(" ", words)
                                + "' stands behind the training on its line and is no part of it; left out");
            }
        }
    }

    private void launch(int line, String script, List<String> after, Map<String, String> own) {
        Map<String, String> variables = new LinkedHashMap<>(exported);
        Map<String, String> loose = new LinkedHashMap<>(notExported);
        loose.keySet().removeIf(name -> !NAME.matcher(name).matches()); // small letters are for the text itself
        if (!loose.isEmpty()) {
            mistakes.add(
                    Kind.NOT_PASSED_ON,
                    looseLine,
                    String.join(", ", loose.keySet())
                            + (loose.size() == 1 ? " is" : " are")
                            + " set on a line that neither ends in a backslash nor begins with export, so the script does not see "
                            + (loose.size() == 1 ? "it" : "them") + "; read as if it did");
            variables.putAll(loose);
            notExported.keySet().removeAll(loose.keySet());
        }
        variables.putAll(own);
        for (String word : after) {
            Matcher assignment = ASSIGNMENT.matcher(word);
            if (assignment.matches()) {
                mistakes.add(
                        Kind.NOT_PASSED_ON,
                        line,
                        assignment.group(1)
                                + " stands after the script, so it is an argument and no variable; read as if it stood before");
                variables.put(assignment.group(1), references.resolved(line, assignment.group(2), variables));
            }
        }
        launches.add(new LaunchLine(line, script, directory, variables));
    }
}
