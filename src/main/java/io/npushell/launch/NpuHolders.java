package io.npushell.launch;

import io.npushell.device.Npu.NpuProcess;
import io.npushell.process.ProcessTable;
import io.npushell.process.RunningProcess;
import io.npushell.session.Session;
import io.npushell.session.SessionProcesses;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who the processes are that npu-smi names by number.
 *
 * <p>npu-smi prints numbers of the host. Seen from a container, a process of that number may be quite another one: there only one that has the
 * printed name too counts.
 */
public final class NpuHolders {
    private final ProcessTable processes;
    private final boolean outermost;
    private final List<Session> sessions;

    /**
     * Names whom to ask.
     *
     * @param outermost whether we see all processes of the host
     * @param sessions those that a process may belong to
     */
    public NpuHolders(ProcessTable processes, boolean outermost, List<Session> sessions) {
        this.processes = processes;
        this.outermost = outermost;
        this.sessions = List.copyOf(sessions);
    }

    /**
     * A process that holds an NPU.
     *
     * @param user "" where /proc does not tell
     * @param session of npu-shell that it belongs to, or null
     */
    public record Holder(
            NpuProcess process, String user, @Nullable Session session) {}

    public Holder identify(NpuProcess process) {
        Optional<RunningProcess> running = find(process);
        return new Holder(
                process,
                running.map(RunningProcess::user).orElse(""),
                running.flatMap(this::session).orElse(null));
    }

    private Optional<RunningProcess> find(NpuProcess process) {
        Long inside = process.containerPid();
        if (outermost) {
            return processes.describe(process.pid());
        }
        return processes
                .describe(inside == null ? process.pid() : inside)
                .filter(running -> sameName(process.name(), running.name()));
    }

    /** Either may be cut. */
    private static boolean sameName(String printed, String kernels) {
        String one = printed.toLowerCase(Locale.ROOT);
        String other = kernels.toLowerCase(Locale.ROOT);
        return !one.isEmpty() && !other.isEmpty() && (one.startsWith(other) || other.startsWith(one));
    }

    /** By what the supervisor put into its environment; of another user's process by the session setsid made, which ranks of torch leave. */
    private Optional<Session> session(RunningProcess running) {
        return sessions.stream()
                .filter(session -> running.marker().isEmpty()
                        ? leads(session, running.session())
                        : running.marker().equals(session.directory().toString()))
                .findFirst();
    }

    private boolean leads(Session session, long leader) {
        return session.state().active()
                && SessionProcesses.leader(session)
                        .filter(identity -> identity.place() == null
                                && identity.pid() == leader
                                && processes.liveness(identity) == ProcessTable.Liveness.ALIVE)
                        .isPresent();
    }
}
