package io.npushell.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The processes of one pid namespace at one moment, as {@link #COMMAND} prints them there.
 *
 * @param bootId of the kernel they run on
 * @param markers what NPU_SHELL_SESSION is in their environments, by pid; of those whose environment may be read
 */
public record ProcessListing(String bootId, List<ProcStat> processes, Map<Long, String> markers) {
    /** Needs a POSIX sh and a grep that knows -z; processes of other users show without their marker. */
    public static final List<String> COMMAND = List.of("sh", "-c", """
        read -r boot </proc/sys/kernel/random/boot_id
        echo "boot $boot"
        for process in /proc/[0-9]*; do
            read -r stat 2>/dev/null <"$process/stat" && echo "stat $stat"
        done
        grep -szH -- '^NPU_SHELL_SESSION=' /proc/[0-9]*/environ | tr '\\000' '\\n'
        echo end
        """);

    private static final String ENVIRON = "/environ:NPU_SHELL_SESSION=";

    public ProcessListing {
        processes = List.copyOf(processes);
        markers = Map.copyOf(markers);
    }

    /** Empty where the text is not one whole listing. */
    public static Optional<ProcessListing> parse(String text) {
        String boot = null;
        List<ProcStat> processes = new ArrayList<>();
        Map<Long, String> markers = new HashMap<>();
        boolean whole = false;
        for (String line : text.lines().toList()) {
            int environ = line.indexOf(ENVIRON);
            if (line.startsWith("boot ")) {
                boot = line.substring(5).strip();
            } else if (line.startsWith("stat ")) {
                ProcStat.parse(line.substring(5)).ifPresent(processes::add);
            } else if (line.matches("/proc/\\d+/environ:.*") && environ > 0) {
                markers.put(
                        Long.parseLong(line.substring("/proc/".length(), environ)),
                        line.substring(environ + ENVIRON.length()));
            }
            whole = line.equals("end");
        }
        return whole && boot != null ? Optional.of(new ProcessListing(boot, processes, markers)) : Optional.empty();
    }

    public boolean alive(ProcessIdentity identity) {
        ProcStat holder = find(identity.pid());
        return bootId.equals(identity.bootId())
                && holder != null
                && !holder.dead()
                && holder.startTime() == identity.startTime();
    }

    /** Like {@link #alive(ProcessIdentity)}, unless it carries the mark of another session. */
    public boolean alive(ProcessIdentity identity, String marker) {
        return alive(identity) && (marker.isEmpty() || mark(identity.pid(), marker) != ProcessGroup.Mark.OTHER);
    }

    public boolean groupAlive(ProcessIdentity leader, String marker) {
        return found(leader, marker).any();
    }

    /** What of a training is alive there, all of it run by the user who asked. */
    public Remains remains(ProcessIdentity leader, String marker, String user) {
        ProcessGroup.Found found = found(leader, marker);
        return new Remains(members(found.members(), user), members(found.doubtful(), user));
    }

    /** What to run there to signal the group that the identity leads, and what carries the marker; empty where nothing is left. */
    public Optional<List<String>> signalling(ProcessIdentity leader, String marker, String signal) {
        ProcessGroup.Found found = found(leader, marker);
        return found.members().isEmpty()
                ? Optional.empty()
                : Optional.of(new ProcessGroup(leader, marker).signalling(found, signal));
    }

    private ProcessGroup.Found found(ProcessIdentity leader, String marker) {
        return bootId.equals(leader.bootId())
                ? new ProcessGroup(leader, marker)
                        .among(processes, Optional.ofNullable(find(leader.pid())), stat -> mark(stat.pid(), marker))
                : new ProcessGroup.Found(List.of(), List.of(), false);
    }

    private ProcessGroup.Mark mark(long pid, String marker) {
        String own = markers.get(pid);
        return own == null
                ? ProcessGroup.Mark.UNKNOWN
                : own.equals(marker) ? ProcessGroup.Mark.OURS : ProcessGroup.Mark.OTHER;
    }

    private static List<Remains.Member> members(List<ProcStat> stats, String user) {
        return stats.stream()
                .map(stat -> new Remains.Member(stat.pid(), stat.state(), user, "", true))
                .toList();
    }

    private @Nullable ProcStat find(long pid) {
        return processes.stream().filter(stat -> stat.pid() == pid).findFirst().orElse(null);
    }
}
