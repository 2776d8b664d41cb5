package io.npushell.shell.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves out what a terminal or a page put before a command that was copied from it: prompts, history numbers, marks of a list. */
final class CopiedPrompts {
    private static final String ENVIRONMENT = "(?:\\([\\w.+ -]+\\)[ ]*)*";
    private static final Pattern PROMPT = Pattern.compile("[ \\t]*(?:"
            + ENVIRONMENT + "\\[[^\\]\\n=]*@[^\\]\\n=]*\\][ ]*[#$%>]+" // [root@devserver ~]#
            + "|" + ENVIRONMENT + "[\\w.-]+@[\\w.-]+[:\\s][^\\s#$%>=]*[ ]?[#$%>]+" // ma-user@node:~/ws$
            + "|" + ENVIRONMENT + "(?:ba|z|da|k)?sh-[\\d.]+[#$]" // bash-4.2#
            + "|\\([\\w.+ -]+\\)[ ]*[#$%>]+" // (PyTorch-2.1.0) $
            + "|In \\[[\\d ]*\\]:" // a notebook's
            + "|>>>|[$%❯➜»›]" // and those without a name
            + ")[ \\t]+");
    private static final Pattern NUMBER =
            Pattern.compile("[ \\t]*\\d{1,6}(?:\\*?[ \\t]+|[:.)][ \\t]+)(?:[\\[(]?\\d{2,4}[-/]\\d\\d[-/]\\d{2,4}["
                    + " T]\\d\\d:\\d\\d(?::\\d\\d)?[\\])]?[ \\t]+)?(?=[A-Za-z_./])");
    private static final Pattern MARK =
            Pattern.compile("[ \\t]*(?:[•·▪][ \\t]+|\\++[ ](?=[A-Za-z_./])|!(?=[A-Za-z_./]))");
    private static final Pattern MORE = Pattern.compile("> ?");
    private static final Pattern FENCE = Pattern.compile("[ \\t]*```.*|%%(?:bash|sh|script.*)[ \\t]*");

    private CopiedPrompts() {}

    /** The same lines, as many as before. */
    static String without(String text) {
        List<String> lines = new ArrayList<>();
        boolean goesOn = false;
        boolean prompted = false;
        for (String line : text.split("\n", -1)) {
            String kept = line;
            if (FENCE.matcher(line).matches()) {
                kept = "";
            } else if (goesOn) {
                Matcher more = MORE.matcher(line);
                kept = prompted && more.lookingAt() ? line.substring(more.end()) : line;
            } else {
                kept = first(line);
                prompted = !kept.equals(line);
            }
            goesOn = kept.stripTrailing().endsWith("\\");
            lines.add(kept);
        }
        return String.join("\n", lines);
    }

    private static String first(String line) {
        String kept = line;
        for (Pattern pattern : List.of(NUMBER, PROMPT, NUMBER, MARK)) {
            Matcher matcher = pattern.matcher(kept);
            if (matcher.lookingAt()) {
                kept = kept.substring(matcher.end());
            }
        }
        return kept;
    }
}
