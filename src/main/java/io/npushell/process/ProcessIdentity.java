package io.npushell.process;

import org.jspecify.annotations.Nullable;

/**
 * One process, told apart from any later one with the same number.
 *
 * @param host name of the host, as {@code uname -n} says it there, also for a process in a container
 * @param pidNamespace {@code readlink /proc/self/ns/pid}, "" where unknown: a pid means nothing in another container
 * @param pid number, also of its group and session (it was started with setsid)
 * @param startTime field 22 of /proc/PID/stat, clock ticks since boot
 * @param bootId /proc/sys/kernel/random/boot_id
 * @param place where it was started from outside, or null for right where it runs; a pid inside means nothing outside
 */
public record ProcessIdentity(
        String host,
        String pidNamespace,
        long pid,
        long startTime,
        String bootId,
        @Nullable RecordedPlace place) {

    /** A process that was started right where it runs. */
    public ProcessIdentity(String host, String pidNamespace, long pid, long startTime, String bootId) {
        this(host, pidNamespace, pid, startTime, bootId, null);
    }
}
