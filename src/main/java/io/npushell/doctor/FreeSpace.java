package io.npushell.doctor;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of {@code df -Pk} or {@code df -Pi}.
 *
 * @param total KiB, or inodes; 0 where the file system counts none
 */
record FreeSpace(long total, long free, String mount) {
    private static final Pattern LINE =
            Pattern.compile("(\\d{1,18})\\s+(\\d{1,18})\\s+(-?\\d{1,18})\\s+(?:\\d+%|-)\\s+(/.*)$");

    static Optional<FreeSpace> read(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.find()
                ? Optional.of(new FreeSpace(
                        Long.parseLong(matcher.group(1)),
                        Math.max(0, Long.parseLong(matcher.group(3))),
                        matcher.group(4).strip()))
                : Optional.empty();
    }

    long freeBytes() {
        return free << 10;
    }
}
