package io.npushell.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    public boolean groupAlive(ProcessIdentity leader, String marker) {
        return !members(leader, marker).isEmpty();
    }

    /** What to run there to signal the group that the identity leads, and what carries the marker; empty where nothing is left. */
    public Optional<List<String>> signalling(ProcessIdentity leader, String marker, String signal) {
        List<ProcStat> members = members(leader, marker);
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(new ProcessGroup(leader, marker).signalling(members, signal));
    }

    /** The session directories of which something is alive. */
    public Set<String> sessions() {
        Set<String> sessions = new TreeSet<>();
        processes.stream()
                .filter(stat -> !stat.dead())
                .map(stat -> markers.getOrDefault(stat.pid(), ""))
                .filter(marker -> !marker.isEmpty())
                .forEach(sessions::add);
        return sessions;
    }

    private List<ProcStat> members(ProcessIdentity leader, String marker) {
        return bootId.equals(leader.bootId())
                ? new ProcessGroup(leader, marker)
                        .members(
                                processes,
                                Optional.ofNullable(find(leader.pid())),
                                stat -> marker.equals(markers.get(stat.pid())))
                : List.of();
    }

    private @Nullable ProcStat find(long pid) {
        return processes.stream().filter(stat -> stat.pid() == pid).findFirst().orElse(null);
    }
}
