package io.npushell.process;

/**
 * One process, told apart from any later one with the same number.
 *
 * @param host name of the host, as {@code uname -n} says it
 * @param pidNamespace {@code readlink /proc/self/ns/pid}, "" where unknown: a pid means nothing in another container
 * @param pid number, also of its group and session (it was started with setsid)
 * @param startTime field 22 of /proc/PID/stat, clock ticks since boot
 * @param bootId /proc/sys/kernel/random/boot_id
 */
public record ProcessIdentity(String host, String pidNamespace, long pid, long startTime, String bootId) {}
