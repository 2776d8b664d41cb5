package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts values where {@code $NAME}, {@code ${NAME}} or the manual's {@code {name}} stand. */
final class References {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\{([A-Za-z_]\\w*)(?::-([^}]*))?}|\\$([A-Za-z_]\\w*)|(?<!\\$)\\{([A-Za-z_]\\w*)}");

    private final Mistakes mistakes;

    References(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** The text with what is known; a reference to what was never set stays, and is told. */
    String resolved(int line, String text, Map<String, String> known) {
        Matcher reference = REFERENCE.matcher(text);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String name = name(reference);
            String value = known.get(name);
            String instead = value != null ? value : reference.group(2);
            if (instead == null) {
                if (!name.equals("PYTHONPATH")) {
                    mistakes.add(
                            Kind.PLACEHOLDER,
                            line,
                            "'" + reference.group()
                                    + "' was never given a value here: the shell would put nothing in its place");
                }
                instead = reference.group();
            }
            reference.appendReplacement(resolved, Matcher.quoteReplacement(instead));
        }
        reference.appendTail(resolved);
        return resolved.toString();
    }

    static boolean unresolved(String text) {
        return REFERENCE.matcher(text).find();
    }

    private static String name(Matcher reference) {
        for (int group : new int[] {1, 3, 4}) {
            if (reference.group(group) != null) {
                return reference.group(group);
            }
        }
        return "";
    }
}
