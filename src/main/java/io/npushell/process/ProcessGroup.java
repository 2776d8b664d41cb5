package io.npushell.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to a training: whoever carries its mark, and the group and session its leader leads, where that is shown to be the training's.
 *
 * <p>A record may be forged or damaged, so a group is believed only where one of it carries the mark: of the others a program may have written over its own
 * environment. A group or session number is not given to another process while a member lives; so where the leader's number belongs to another process
 * now, nothing of the group is left.
 *
 * @param leader as recorded, or null where that cannot be read
 * @param marker what NPU_SHELL_SESSION is in their environment, "" where the group alone says who belongs to it
 */
record ProcessGroup(@Nullable ProcessIdentity leader, String marker) {

    /** Whether a process carries the mark. */
    enum Mark {
        OURS,
        OTHER,
        /** Its environment may not be read, or was written over. */
        UNKNOWN
    }

    /**
     * Its living processes.
     *
     * @param members to be signalled
     * @param doubtful in the recorded group, of which nothing shows the mark
     * @param whole whether the group may be signalled as one
     */
    record Found(List<ProcStat> members, List<ProcStat> doubtful, boolean whole) {
        boolean any() {
            return !members.isEmpty() || !doubtful.isEmpty();
        }
    }

    /**
     * Looks for it among processes.
     *
     * @param holder the process that has the leader's number now
     * @param marks of a process; asked only where there is a marker
     */
    Found among(List<ProcStat> processes, Optional<ProcStat> holder, Function<ProcStat, Mark> marks) {
        List<ProcStat> alive = processes.stream().filter(stat -> !stat.dead()).toList();
        List<ProcStat> group = group(alive, holder);
        if (marker.isEmpty()) {
            return new Found(group, List.of(), !group.isEmpty());
        }
        List<ProcStat> marked =
                alive.stream().filter(stat -> marks.apply(stat) == Mark.OURS).toList();
        boolean trusted = group.stream().anyMatch(marked::contains);
        return trusted
                ? new Found(
                        Stream.concat(group.stream(), marked.stream())
                                .distinct()
                                .toList(),
                        List.of(),
                        true)
                : new Found(
                        marked,
                        group.stream()
                                .filter(stat -> marks.apply(stat) == Mark.UNKNOWN)
                                .toList(),
                        false);
    }

    private List<ProcStat> group(List<ProcStat> alive, Optional<ProcStat> holder) {
        ProcessIdentity known = leader;
        if (known == null || known.pid() <= 1) {
            return List.of();
        }
        boolean numberReused = holder.isPresent() && holder.orElseThrow().startTime() != known.startTime();
        return numberReused
                ? List.of()
                : alive.stream()
                        .filter(stat -> stat.startTime() >= known.startTime())
                        .filter(stat -> stat.group() == known.pid() || stat.session() == known.pid())
                        .toList();
    }

    /** The command that signals members where they are; a stopped process acts on TERM only once it goes on. */
    List<String> signalling(Found found, String signal) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "s=$1; shift; for p; do kill -s \"$s\" -- \"$p\"; kill -s CONT -- \"$p\"; done 2>/dev/null; :",
                "signal",
                signal));
        long group = found.whole() && leader != null ? leader.pid() : 0;
        if (group > 1 && found.members().stream().anyMatch(member -> member.group() == group)) {
            command.add("-" + group);
        }
        found.members().stream()
                .filter(member -> member.group() != group && member.pid() > 1)
                .forEach(member -> command.add(Long.toString(member.pid())));
        return command;
    }
}
