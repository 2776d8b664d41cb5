package io.npushell.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processors and memory of this machine as far as they are ours: what the kernel lets this process run on, and what its control groups leave of the
 * memory.
 *
 * @param processors 0 where unknown
 * @param memoryBytes 0 where unknown
 */
public record HostCapacity(int processors, long memoryBytes) {
    private static final Pattern ALLOWED = Pattern.compile("(?m)^Cpus_allowed_list:\\s*([\\d,-]+)$");
    private static final Pattern TOTAL = Pattern.compile("(?m)^MemTotal:\\s*(\\d{1,15}) kB$");
    /** A line of /proc/self/cgroup: of version 2, or the controller of version 1. */
    private static final Pattern GROUP = Pattern.compile("(?m)^\\d+:([^:\n]*):(/[^\n]*)$");

    public static HostCapacity here() {
        return read(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }

    static HostCapacity read(Path proc, Path groups) {
        long processors = match(ALLOWED, text(proc.resolve("self/status")))
                .map(HostCapacity::count)
                .orElse(0L);
        long memory = match(TOTAL, text(proc.resolve("meminfo")))
                .map(kibibytes -> Long.parseLong(kibibytes) * 1024)
                .orElse(0L);
        Matcher group = GROUP.matcher(text(proc.resolve("self/cgroup")));
        while (group.find()) {
            Stream<String> controllers = Stream.of(group.group(1).split(","));
            if (group.group(1).isEmpty()) {
                processors = least(processors, quota(groups, group.group(2)));
                memory = least(memory, lowest(groups, group.group(2), "memory.max"));
            } else if (controllers.anyMatch("memory"::equals)) {
                memory = least(memory, lowest(groups.resolve("memory"), group.group(2), "memory.limit_in_bytes"));
            }
        }
        return new HostCapacity((int) processors, memory);
    }

    /** How many numbers "0-3,8" has. */
    private static long count(String list) {
        return Stream.of(list.split(","))
                .map(range -> range.split("-"))
                .mapToLong(ends -> Long.parseLong(ends[ends.length - 1]) - Long.parseLong(ends[0]) + 1)
                .sum();
    }

    private static OptionalLong quota(Path root, String group) {
        return chain(root, group)
                .map(directory -> text(directory.resolve("cpu.max")).strip().split(" "))
                .filter(words ->
                        words.length == 2 && words[0].matches("\\d{1,15}") && words[1].matches("[1-9]\\d{0,9}"))
                .mapToLong(words -> Math.max(1, Long.parseLong(words[0]) / Long.parseLong(words[1])))
                .min();
    }

    /** The lowest of a limit on the way from a group up; a group that a container sees as another path has only its root. */
    private static OptionalLong lowest(Path root, String group, String file) {
        return chain(root, group)
                .map(directory -> text(directory.resolve(file)).strip())
                .filter(limit -> limit.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .min();
    }

    private static Stream<Path> chain(Path root, String group) {
        Path below = root.resolve(group.substring(1)).normalize();
        Path first = below.startsWith(root) ? below : root;
        return Stream.iterate(first, directory -> directory != null && directory.startsWith(root), Path::getParent);
    }

    private static long least(long known, OptionalLong limit) {
        return limit.isEmpty() || (known > 0 && known <= limit.getAsLong()) ? known : limit.getAsLong();
    }

    private static Optional<String> match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** "" where it cannot be read. */
    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
