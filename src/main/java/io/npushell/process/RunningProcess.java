package io.npushell.process;

/**
 * A process of this host, as /proc tells.
 *
 * @param user who runs it, a number where it has no name here
 * @param name of its program, as the kernel keeps it: at most 15 characters
 * @param session number of the session leader, which {@code setsid} made
 * @param marker what NPU_SHELL_SESSION is in its environment, "" where it has none or we may not read it
 */
public record RunningProcess(long pid, String user, String name, long session, String marker) {}
