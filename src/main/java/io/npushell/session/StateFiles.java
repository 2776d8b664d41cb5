package io.npushell.session;

import io.npushell.json.JsonFields;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.RecordedPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The directory state/ of a session, which the supervisor writes: {@code key=value} lines; a file missing or unreadable says nothing. */
record StateFiles(Path directory) {
    private static final String CONTAINER = "container";

    /** Who runs, or ran, in it. */
    record Runner(ProcessIdentity identity, String marker, Instant since) {}

    /**
     * How run.sh ended.
     *
     * @param leftovers whether something it started was alive at that moment
     */
    record Exit(int code, Instant time, boolean leftovers) {}

    Optional<Runner> supervisor() {
        return runner("supervisor");
    }

    Optional<Runner> training() {
        return runner("identity");
    }

    /**
     * Empty where none was recorded, or a crash left the place kept for it empty.
     *
     * @throws IOException where it says something that no supervisor writes
     */
    Optional<Exit> exit() throws IOException {
        if (!Files.exists(directory.resolve("exit"), LinkOption.NOFOLLOW_LINKS)
                || RecordFile.text(directory.resolve("exit"), RecordFile.STATE_LIMIT)
                        .isBlank()) {
            return Optional.empty();
        }
        Map<String, String> values = read("exit");
        try {
            long code = number(values, "code");
            if (code < 0 || code > 255) {
                throw new IOException("state/exit has the exit code " + code);
            }
            return Optional.of(new Exit((int) code, time(values), "yes".equals(values.get("leftovers"))));
        } catch (NumberFormatException e) {
            throw new IOException("state/exit is damaged", e);
        }
    }

    @Nullable String step() {
        String step = content("step").strip();
        return step.isEmpty() ? null : step;
    }

    List<StepMark> steps() {
        return StepMarks.read(content("steps"));
    }

    /** Whether there was a training, though who it is cannot be read. */
    boolean damagedIdentity() {
        return training().isEmpty() && Files.exists(identity(), LinkOption.NOFOLLOW_LINKS);
    }

    Path identity() {
        return directory.resolve("identity");
    }

    /** Held, shared, by whatever of the training lives. */
    Path alive() {
        return directory.resolve("alive");
    }

    /** Why its supervisor holds that the host had no memory left for it, in the kernel's words; or null. */
    @Nullable String outOfMemory() {
        return content("out-of-memory").lines().findFirst().orElse(null);
    }

    Path lock() {
        return directory.resolve("lock");
    }

    private Optional<Runner> runner(String file) {
        Map<String, String> values = read(file);
        try {
            return Optional.of(new Runner(
                    new ProcessIdentity(
                            values.getOrDefault("host", ""),
                            values.getOrDefault("pidns", ""),
                            pid(values),
                            number(values, "start"),
                            values.getOrDefault("boot", ""),
                            place(values)),
                    values.getOrDefault("marker", ""),
                    time(values)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** {@code place=KIND WORDS}; a container, the first of the kinds, has a line of its own. */
    private static @Nullable RecordedPlace place(Map<String, String> values) {
        String container = values.getOrDefault(CONTAINER, "");
        if (!container.isEmpty()) {
            return new RecordedPlace(CONTAINER, container);
        }
        String[] words = values.getOrDefault("place", "").split(" ", 2);
        return words[0].isEmpty() ? null : new RecordedPlace(words[0], words.length == 1 ? "" : words[1]);
    }

    private static Instant time(Map<String, String> values) {
        long seconds = number(values, "time");
        if (seconds < 0 || seconds > JsonFields.LATEST.getEpochSecond()) {
            throw new NumberFormatException("no time: " + seconds);
        }
        return Instant.ofEpochSecond(seconds);
    }

    /** 0 and less name groups where a signal is sent. */
    private static long pid(Map<String, String> values) {
        long pid = number(values, "pid");
        if (pid < 1) {
            throw new NumberFormatException("no process has the number " + pid);
        }
        return pid;
    }

    private static long number(Map<String, String> values, String key) {
        return Long.parseLong(values.getOrDefault(key, ""));
    }

    private Map<String, String> read(String file) {
        Map<String, String> values = new HashMap<>();
        content(file).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        });
        return values;
    }

    private String content(String file) {
        try {
            return RecordFile.text(directory.resolve(file), RecordFile.STATE_LIMIT);
        } catch (IOException e) {
            return "";
        }
    }
}
