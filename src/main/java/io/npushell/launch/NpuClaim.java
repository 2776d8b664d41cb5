package io.npushell.launch;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NPUs that a training of npu-shell has on this machine, whether npu-smi lists its processes or not.
 *
 * @param npus the machine's numbers
 * @param session its id, "" where unknown
 * @param workDir its workspace, "" where unknown
 * @param user "" where it is ours to see anyway
 * @param certain whether it is seen to live, or holds its locks; otherwise only a record says so that nothing here can confirm
 */
public record NpuClaim(
        Set<Integer> npus,
        String session,
        String workDir,
        String user,
        @Nullable Instant since,
        boolean certain) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    public NpuClaim {
        npus = Set.copyOf(npus);
    }

    boolean sameSession(NpuClaim other) {
        return !session.isEmpty() && session.equals(other.session) && workDir.equals(other.workDir);
    }

    /** Whether it is of this workspace, so that its id alone names it. */
    public boolean in(Path here) {
        return workDir.equals(here.toAbsolutePath().normalize().toString());
    }

    /** "session 4", "session 4 of '/home/bob/ws' (bob, since 2026-11-30 14:02)". */
    public String words(Path here, ZoneId zone) {
        String id = session.isEmpty() ? "a training that left no name" : "session " + session;
        String where = workDir.isEmpty() || in(here) ? "" : " of '" + workDir + "'";
        Instant began = since;
        String since = began == null ? "" : "since " + TIME.format(began.atZone(zone));
        String who = user + (user.isEmpty() || since.isEmpty() ? "" : ", ") + since;
        String whose = who.isEmpty() || (in(here) && !session.isEmpty()) ? "" : " (" + who + ")";
        return id + where + whose;
    }
}
