package io.npushell.launch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the text of a shell script shows without running it: which variables of its environment it reads, which long
 * options it passes on, which other scripts it names.
 *
 * <p>A variable that is set at the left margin before it is read, as in {@code TP=8}, comes from the script and not from the
 * environment. An indented one may be a branch, so it counts as read.
 */
record ScriptText(Set<String> variables, List<String> scripts, Map<String, Set<String>> options) {
    /** "--lr 1e-5", "--lr=1e-5", and "--finetune" with nothing behind it. */
    private static final Pattern OPTION =
            Pattern.compile("(?<![\\w-])--([a-z][a-z0-9_-]+)(?:(?:[ \\t]+|=)[\"']?(?!--)([^\\s\"'\\\\]+))?");

    private static final Pattern USE =
            Pattern.compile("\\$\\{?[#!]?([A-Za-z_][A-Za-z0-9_]*)|\\bprintenv\\s+([A-Za-z_][A-Za-z0-9_]*)");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern SCRIPT = Pattern.compile("[^\\s\"'`();&|<>]*\\.sh\\b");

    ScriptText {
        variables = Set.copyOf(variables);
        scripts = List.copyOf(scripts);
        options = Map.copyOf(options);
    }

    static ScriptText read(String text) {
        Set<String> used = new TreeSet<>();
        Set<String> own = new HashSet<>();
        List<String> scripts = new ArrayList<>();
        Map<String, Set<String>> options = new TreeMap<>();
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
            takeOptions(line, options);
            Matcher script = SCRIPT.matcher(line);
            while (script.find()) {
                scripts.add(script.group());
            }
        }
        return new ScriptText(used, scripts, options);
    }

    private static void takeOptions(String line, Map<String, Set<String>> options) {
        Matcher found = OPTION.matcher(line);
        while (found.find()) {
            Set<String> words = options.computeIfAbsent(found.group(1), unused -> new TreeSet<>());
            if (found.group(2) != null) {
                words.add(found.group(2));
            }
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
