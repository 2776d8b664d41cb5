package io.npushell.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who belongs to a training: the group and session its leader leads, and whoever left both but carries the marker.
 *
 * <p>A group or session number is not given to another process while a member lives; so where the leader's number belongs to another process now, nothing of the group is left.
 */
record ProcessGroup(ProcessIdentity leader, String marker) {

    /**
     * The living members among processes.
     *
     * @param holder the process that has the leader's number now
     * @param marked whether a process carries the marker; asked only where there is one
     */
    List<ProcStat> members(List<ProcStat> processes, Optional<ProcStat> holder, Predicate<ProcStat> marked) {
        boolean numberReused = holder.isPresent() && holder.orElseThrow().startTime() != leader.startTime();
        return processes.stream()
                .filter(stat -> !stat.dead() && stat.startTime() >= leader.startTime())
                .filter(stat -> (!numberReused && belongs(stat)) || (!marker.isEmpty() && marked.test(stat)))
                .toList();
    }

    private boolean belongs(ProcStat stat) {
        return stat.group() == leader.pid() || stat.session() == leader.pid();
    }

    /** The command that signals members where they are; a stopped process acts on TERM only once it goes on. */
    List<String> signalling(List<ProcStat> members, String signal) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "s=$1; shift; for p; do kill -s \"$s\" -- \"$p\"; kill -s CONT -- \"$p\"; done 2>/dev/null; :",
                "signal",
                signal));
        if (members.stream().anyMatch(member -> member.group() == leader.pid())) {
            command.add("-" + leader.pid());
        }
        members.stream()
                .filter(member -> member.group() != leader.pid())
                .forEach(member -> command.add(Long.toString(member.pid())));
        return command;
    }
}
