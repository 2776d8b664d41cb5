package io.npushell.launch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a shell script shows without running it: which variables of its environment it reads, which other scripts it names.
 *
 * <p>A variable that is set at the left margin before it is read, as in {@code TP=8}, comes from the script and not from the
 * environment. An indented one may be a branch, so it counts as read.
 */
record ScriptText(Set<String> variables, List<String> scripts, Set<Long> vocabularyDivisors, Set<Long> vocabularyRows) {
    private static final Pattern DIVISOR = option("make-vocab-size-divisible-by");
    private static final Pattern ROWS = option("padded-vocab-size");
    private static final Pattern USE =
            Pattern.compile("\\$\\{?[#!]?([A-Za-z_][A-Za-z0-9_]*)|\\bprintenv\\s+([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern SCRIPT = Pattern.compile("[^\\s\"'`();&|<>]*\\.sh\\b");

    ScriptText {
        variables = Set.copyOf(variables);
        scripts = List.copyOf(scripts);
        vocabularyDivisors = Set.copyOf(vocabularyDivisors);
        vocabularyRows = Set.copyOf(vocabularyRows);
    }

    private static Pattern option(String name) {
        return Pattern.compile("--" + name + "(?:\\s+|=)[\"']?([^\\s\"'\\\\]+)");
    }

    static ScriptText read(String text) {
        Set<String> used = new TreeSet<>();
        Set<String> own = new HashSet<>();
        List<String> scripts = new ArrayList<>();
        Set<Long> divisors = new TreeSet<>();
        Set<Long> rows = new TreeSet<>();
        for (String line : text.lines().toList()) {
            if (line.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher use = USE.matcher(line);
            while (use.find()) {
                String name = use.group(1) == null ? use.group(2) : use.group(1);
                if (!own.contains(name)) {
                    used.add(name);
                }
            }
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (assignment.lookingAt() && !isPrefix(assignment.group(2)) && !used.contains(assignment.group(1))) {
                own.add(assignment.group(1));
            }
            numbers(DIVISOR, line, divisors);
            numbers(ROWS, line, rows);
            Matcher script = SCRIPT.matcher(line);
            while (script.find()) {
                scripts.add(script.group());
            }
        }
        return new ScriptText(used, scripts, divisors, rows);
    }

    private static void numbers(Pattern option, String line, Set<Long> numbers) {
        Matcher found = option.matcher(line);
        while (found.find()) {
            numbers.add(found.group(1).matches("\\d{1,9}") ? Long.parseLong(found.group(1)) : 0L);
        }
    }

    /** {@code TP=8 python train.py} is for the command alone. */
    private static boolean isPrefix(String value) {
        String rest = value.strip();
        if (rest.startsWith("\"") || rest.startsWith("'") || rest.startsWith("$(") || rest.startsWith("(")) {
            return false;
        }
        return rest.contains(" ") && !rest.replaceFirst("\\S+\\s+", "").startsWith("#");
    }
}
