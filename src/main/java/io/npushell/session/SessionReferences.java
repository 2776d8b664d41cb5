package io.npushell.session;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How an operator names a session: "13", "0013", "last", or a name that only one has. */
final class SessionReferences {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final String LAST = "last";
    private static final int SHOWN = 3;

    private SessionReferences() {}

    /** Whether it names a session without looking into any: the others can stay unread. */
    static boolean isId(String reference) {
        return reference.equals(LAST) || NUMBER.matcher(reference).matches();
    }

    /** @param newestFirst directories by id */
    static Optional<Map.Entry<SessionId, Path>> id(Map<SessionId, Path> newestFirst, String reference) {
        return newestFirst.entrySet().stream()
                .filter(entry -> reference.equals(LAST) || entry.getKey().number() == Integer.parseInt(reference))
                .findFirst();
    }

    static Optional<Session> named(List<Session> sessions, String name) {
        List<Session> found = allNamed(sessions, name);
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    static OperatorException notFound(List<Session> newestFirst, String reference) {
        if (newestFirst.isEmpty()) {
            return new OperatorException(
                    ExitCode.NOT_FOUND,
                    "There is no session \"" + reference + "\": this workspace has none.",
                    "launch");
        }
        List<Session> named = allNamed(newestFirst, reference);
        if (named.size() > 1) {
            return new OperatorException(
                    ExitCode.NOT_FOUND,
                    named.size() + " sessions have the name \"" + reference + "\": " + ids(named) + ".",
                    "name it by its id");
        }
        return new OperatorException(
                ExitCode.NOT_FOUND,
                "There is no session \"" + reference + "\"; the nearest: " + ids(nearest(newestFirst, reference)) + ".",
                "sessions");
    }

    private static List<Session> nearest(List<Session> newestFirst, String reference) {
        if (!NUMBER.matcher(reference).matches()) {
            return newestFirst.stream().limit(SHOWN).toList();
        }
        int number = Integer.parseInt(reference);
        return newestFirst.stream()
                .sorted(Comparator.comparingInt(session -> Math.abs(session.id().number() - number)))
                .limit(SHOWN)
                .toList();
    }

    private static List<Session> allNamed(List<Session> sessions, String name) {
        return sessions.stream()
                .filter(session -> session.spec().request().name().equals(name))
                .toList();
    }

    private static String ids(List<Session> sessions) {
        return sessions.stream().map(session -> session.id().text()).collect(Collectors.joining(", "));
    }
}
