package io.npushell.shell.imports;

import io.npushell.shell.imports.Mistake.Kind;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts values where {@code $NAME}, {@code ${NAME:-default}}, {@code ~} or the manual's {@code {name}} stand. */
final class References {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern BRACED = Pattern.compile("([A-Za-z_]\\w*)(?:(:?[-=+?])(.*))?", Pattern.DOTALL);
    private static final Pattern ANY = Pattern.compile("\\$[A-Za-z_{(0-9@*#]|`|(?<![$\\w])\\{[A-Za-z_]\\w*}");
    /** What is only put before what was there: nothing is missing where nothing was. */
    private static final Set<String> PATHS = Set.of("PYTHONPATH", "LD_LIBRARY_PATH", "PATH", "LIBRARY_PATH");

    private final Mistakes mistakes;
    private final Set<String> used = new HashSet<>();

    References(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** The text with what is known; a reference to what was never set stays, and is told. */
    String resolved(int line, String text, Map<String, String> known) {
        return Literal.plain(references(line, home(line, text, known), known));
    }

    /** Names that were referred to. */
    Set<String> used() {
        return used;
    }

    /** Whether something only a shell can put in is left. */
    static boolean unresolved(String text) {
        return ANY.matcher(text).find();
    }

    /** {@code ~} at the beginning, and behind a colon. */
    private String home(int line, String text, Map<String, String> known) {
        if (text.matches("~([^/:].*)?") && !text.equals("~")) {
            mistakes.add(Kind.PLACEHOLDER, line, "'" + text + "': only the machine knows that user's home directory");
            return text;
        }
        String home = known.get("HOME");
        boolean tilde = text.equals("~") || text.startsWith("~/") || text.contains(":~/");
        if (tilde && home == null) {
            mistakes.add(
                    Kind.PLACEHOLDER, line, "'~' is the home directory of the user there, which only that place knows");
            return text;
        }
        return tilde && home != null ? text.replaceAll("(^|:)~(?=/|$)", "$1" + Matcher.quoteReplacement(home)) : text;
    }

    private String references(int line, String text, Map<String, String> known) {
        StringBuilder resolved = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = at + 1;
            if (c == '$' && at + 1 < text.length()) {
                end = dollar(text, at);
                resolved.append(value(line, text.substring(at, end), known));
            } else if (c == '`') {
                int close = text.indexOf('`', at + 1);
                end = close < 0 ? text.length() : close + 1;
                resolved.append(value(line, text.substring(at, end), known));
            } else if (c == '{' && isPlaceholder(text, at)) {
                end = text.indexOf('}', at) + 1;
                resolved.append(value(line, text.substring(at, end), known));
            } else {
                resolved.append(c);
            }
            at = end;
        }
        return resolved.toString();
    }

    private static boolean isPlaceholder(String text, int at) {
        int close = text.indexOf('}', at);
        return close > 0 && NAME.matcher(text.substring(at + 1, close)).matches();
    }

    /** Where the reference that begins at a dollar ends. */
    private static int dollar(String text, int at) {
        char next = text.charAt(at + 1);
        if (next == '{' || next == '(') {
            int depth = 0;
            char close = next == '{' ? '}' : ')';
            for (int i = at + 1; i < text.length(); i++) {
                depth += text.charAt(i) == next ? 1 : text.charAt(i) == close ? -1 : 0;
                if (depth == 0) {
                    return i + 1;
                }
            }
            return text.length();
        }
        Matcher name = NAME.matcher(text).region(at + 1, text.length());
        return name.lookingAt() ? name.end() : "0123456789@*#?$!".indexOf(next) >= 0 ? at + 2 : at + 1;
    }

    private String value(int line, String reference, Map<String, String> known) {
        if (reference.equals("$")) {
            return reference;
        }
        String inside = reference.startsWith("${") || reference.startsWith("{")
                ? reference.substring(
                        reference.indexOf('{') + 1, reference.length() - (reference.endsWith("}") ? 1 : 0))
                : reference.substring(1);
        Matcher braced = BRACED.matcher(inside);
        if (reference.startsWith("$(") || reference.startsWith("`") || !braced.matches()) {
            mistakes.add(
                    Kind.PLACEHOLDER,
                    line,
                    "'" + Literal.plain(reference) + "': only the shell that runs it can tell what comes in its place");
            return reference;
        }
        String name = braced.group(1);
        used.add(name);
        @Nullable String value = known.get(name);
        String operator = braced.group(2) == null ? "" : braced.group(2);
        boolean given = value != null && (!operator.startsWith(":") || !value.isEmpty());
        if (operator.endsWith("-") || operator.endsWith("=")) {
            return given && value != null ? value : references(line, braced.group(3), known);
        }
        if (operator.endsWith("+")) {
            return given ? references(line, braced.group(3), known) : "";
        }
        if (value != null) {
            return value;
        }
        if (!PATHS.contains(name)) {
            mistakes.add(
                    Kind.PLACEHOLDER,
                    line,
                    "'" + reference + "' was never given a value here: the shell would put nothing in its place");
        }
        return reference;
    }
}
