package io.npushell.process;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is alive of a training at one moment.
 *
 * @param members what belongs to it for certain: it carries the session's mark, or is in a group or session of which a member does
 * @param doubtful what is in the recorded group though nothing there shows the mark, and that may not be looked into; never to be signalled
 */
public record Remains(List<Member> members, List<Member> doubtful) {
    private static final int NAMED = 3;

    public static final Remains NONE = new Remains(List.of(), List.of());

    /**
     * One process.
     *
     * @param state as /proc says it: R, S, D …
     * @param user who runs it, a number where it has no name here
     * @param name of its program, "" where that cannot be read
     * @param ours whether we may signal it
     */
    public record Member(long pid, char state, String user, String name, boolean ours) {
        /** Waits in the kernel for a device or a file system; until that answers no signal reaches it. */
        public boolean uninterruptible() {
            return state == 'D';
        }
    }

    public Remains {
        members = List.copyOf(members);
        doubtful = List.copyOf(doubtful);
    }

    /** "4711 (python3), 4712 (python3) and 6 more". */
    public static String named(List<Member> members) {
        String first = members.stream()
                .limit(NAMED)
                .map(member -> member.pid() + (member.name().isEmpty() ? "" : " (" + member.name() + ")"))
                .collect(Collectors.joining(", "));
        return members.size() > NAMED ? first + " and " + (members.size() - NAMED) + " more" : first;
    }

    public boolean none() {
        return members.isEmpty() && doubtful.isEmpty();
    }

    public List<Member> all() {
        return Stream.concat(members.stream(), doubtful.stream()).toList();
    }

    /** Whether there is something to signal, and none of it is ours to signal. */
    public boolean othersOnly() {
        return !none() && members.stream().noneMatch(Member::ours);
    }
}
