package io.npushell.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Spells a node's command as POSIX shell text, to copy and run by hand; run.sh is made of the same text. */
public final class CommandText {
    // Neither ~ nor = nor anything a shell expands; = matters in the first word only, but a quoted one is harmless.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,@%+-]+");

    private CommandText() {}

    /** Lines: the set-up as the profile has it, {@code cd … &&}, then {@code NAME=value … command}, every word quoted where it must be. */
    public static String render(NodeCommand command) {
        List<String> lines = new ArrayList<>(command.setup());
        // Joined by && rather than "|| exit": pasted into a terminal, an exit would close it.
        lines.add("cd " + quote(command.directory()) + " &&");
        lines.add(invocation(command));
        return String.join("\n", lines);
    }

    /** Only the last line: {@code NAME=value … command}. */
    public static String invocation(NodeCommand command) {
        List<String> words = new ArrayList<>();
        command.environment().forEach((name, value) -> words.add(assignment(name, value)));
        command.command().forEach(word -> words.add(quote(word)));
        return String.join(" ", words);
    }

    /**
     * {@code NAME=value} with the value quoted.
     *
     * @throws IllegalArgumentException where the name is none a shell can assign to
     */
    public static String assignment(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("'" + name + "' is not a name of an environment variable");
        }
        return name + "=" + (value.isEmpty() ? "" : quote(value));
    }

    /** One word of shell text that stands for exactly these characters. */
    public static String quote(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
