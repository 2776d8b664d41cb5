package io.npushell.container;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a set-up left in the container itself, so that a container made anew is without it.
 *
 * @param requirements sha256 of the requirements.txt that was installed, "" where there was none
 * @param user uid:gid that the workspace was handed over to
 * @param time when, as ISO 8601
 */
public record SetupRecord(String requirements, String user, String time) {
    /** Where it is, inside. */
    public static final String FILE = "/var/lib/npu-shell/setup";

    /** Lines of {@code key=value}; empty where they are no record. */
    static Optional<SetupRecord> parse(List<String> lines) {
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        return values.containsKey("time")
                ? Optional.of(new SetupRecord(
                        values.getOrDefault("requirements", ""),
                        values.getOrDefault("user", ""),
                        values.getOrDefault("time", "")))
                : Optional.empty();
    }

    /** The command that leaves it, to be run as root inside. */
    public List<String> writing() {
        return List.of(
                "sh",
                "-c",
                "mkdir -p \"${1%/*}\" && printf 'requirements=%s\\nuser=%s\\ntime=%s\\n' \"$2\" \"$3\" \"$4\" >\"$1.new\" && mv -f \"$1.new\" \"$1\"",
                "setup",
                FILE,
                requirements,
                user,
                time);
    }

    /**
     * What there is to do, or null.
     *
     * @param found empty where the container has none
     * @param requirements sha256 of requirements.txt as it is now, or null where there is none
     */
    public static @Nullable String due(Optional<SetupRecord> found, @Nullable String requirements) {
        if (requirements == null
                || found.map(SetupRecord::requirements)
                        .filter(requirements::equals)
                        .isPresent()) {
            return null;
        }
        return found.map(SetupRecord::requirements)
                        .filter(before -> !before.isEmpty())
                        .isPresent()
                ? "requirements.txt is another than the one installed in it"
                : "requirements.txt has not been installed in it";
    }
}
