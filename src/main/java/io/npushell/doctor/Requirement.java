package io.npushell.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a requirements.txt.
 *
 * @param specification "==4.32.0,!=4.33", "" where any version will do
 */
record Requirement(String name, String specification) {
    private static final Pattern LINE = Pattern.compile(
            "([A-Za-z0-9][A-Za-z0-9._-]{0,80})\\s*(?:\\[[^\\]]{0,80}\\])?\\s*\\(?((?:[=<>!~]{1,3}[^;)#]{0,100})?)\\)?\\s*(?:;.{0,200})?");
    private static final Pattern PART = Pattern.compile("(===|==|!=|<=|>=|~=|<|>)\\s*([^\\s,]{1,40})");

    /** Options, addresses and other files a requirements.txt may name say nothing of versions. */
    static List<Requirement> read(String file) {
        return file.lines()
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .flatMap(line -> of(line).stream())
                .toList();
    }

    private static Optional<Requirement> of(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches()
                ? Optional.of(new Requirement(matcher.group(1), matcher.group(2).strip()))
                : Optional.empty();
    }

    static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
    }

    String normalized() {
        return normalized(name);
    }

    /** Whether a version is what it asks for; one that is no version at all is let pass. */
    boolean allows(String version) {
        Optional<PythonVersion> installed = PythonVersion.read(version);
        Matcher part = PART.matcher(specification);
        while (part.find()) {
            if (!part.group(2).isEmpty()
                    && installed.isPresent()
                    && !satisfied(part.group(1), part.group(2), installed.get(), version)) {
                return false;
            }
        }
        return true;
    }

    private static boolean satisfied(String operator, String wanted, PythonVersion installed, String text) {
        if (operator.equals("===")) {
            return wanted.equals(text);
        }
        boolean wildcard = wanted.endsWith(".*");
        Optional<PythonVersion> version =
                PythonVersion.read(wildcard ? wanted.substring(0, wanted.length() - 2) : wanted);
        if (version.isEmpty()) {
            return true;
        }
        PythonVersion other = version.get();
        int order = installed.compareTo(other);
        return switch (operator) {
            case "==" -> wildcard ? installed.startsWith(other, other.length()) : order == 0;
            case "!=" -> wildcard ? !installed.startsWith(other, other.length()) : order != 0;
            case "<=" -> order <= 0;
            case ">=" -> order >= 0;
            case "<" -> order < 0;
            case ">" -> order > 0;
            default -> order >= 0 && installed.startsWith(other, other.length() - 1);
        };
    }
}
