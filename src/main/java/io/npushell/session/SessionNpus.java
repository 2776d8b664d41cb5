package io.npushell.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file "npus" of a session: which NPUs of which machine it takes, and the files its supervisor locks for them, a word and a value each line.
 *
 * @param boot id of the machine's boot, the same in all its containers
 * @param npus the machine's numbers
 * @param locks absolute paths, in the order in which all sessions take them
 */
public record SessionNpus(String boot, List<Integer> npus, List<Path> locks) {
    public static final String FILE = "npus";

    /** Below state/: why the supervisor could not have them, one line for who has them. */
    private static final String REFUSED = "npus-refused";

    private static final int LONGEST = 100_000;

    public SessionNpus {
        npus = List.copyOf(npus);
        locks = List.copyOf(locks);
    }

    /**
     * The file's text.
     *
     * @param holder by word what the supervisor writes into each lock, for others to read: "session", "workspace", "user", "since"
     */
    public String text(Map<String, String> holder) {
        StringBuilder text = new StringBuilder("boot " + boot + "\n");
        holder.forEach((word, value) -> text.append("holder %s=%s\n".formatted(word, value.replaceAll("\\R", " "))));
        npus.forEach(npu -> text.append("npu ").append(npu).append('\n'));
        locks.forEach(lock -> text.append("lock ").append(lock).append('\n'));
        return text.toString();
    }

    /** Empty for a session that takes none, and for one of a version that did not write it down. */
    public static Optional<SessionNpus> of(Session session) {
        return content(session.directory().resolve(FILE)).flatMap(SessionNpus::parse);
    }

    /** The lock that another training holds, where that kept the session from starting. */
    public static Optional<Path> refusedBy(Session session) {
        return content(session.directory().resolve(SessionFiles.STATE).resolve(REFUSED))
                .map(String::strip)
                .filter(text -> text.startsWith("/"))
                .map(Path::of);
    }

    static Optional<SessionNpus> parse(String text) {
        String boot = "";
        List<Integer> npus = new ArrayList<>();
        List<Path> locks = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String value = line.substring(line.indexOf(' ') + 1);
            if (line.startsWith("boot ")) {
                boot = value;
            } else if (line.matches("npu \\d{1,6}")) {
                npus.add(Integer.valueOf(value));
            } else if (line.startsWith("lock /") && value.indexOf('\0') < 0) {
                locks.add(Path.of(value));
            }
        }
        return boot.isEmpty() ? Optional.empty() : Optional.of(new SessionNpus(boot, npus, locks));
    }

    private static Optional<String> content(Path file) {
        try {
            return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) < LONGEST
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
