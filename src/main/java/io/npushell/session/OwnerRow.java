package io.npushell.session;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A line of npu-shell-owner.jsonl: from when on the iterations of a save directory are those of a session.
 *
 * @param workspace of the session, without links
 * @param path of the directory when the row was written, without links; elsewhere it says that the directory was moved or copied
 * @param from the iteration the session went on from, 0 where it began anew; those above are its own
 * @param with the session of which this one is another node, whose iterations are then both's, or null
 * @param left iterations above {@code from} that were there already, with the time they were saved: until written anew they are the former owner's
 */
public record OwnerRow(
        SessionId session,
        String workspace,
        String path,
        long from,
        Instant time,
        @Nullable SessionId with,
        Map<Long, Instant> left) {
    public OwnerRow {
        left = Map.copyOf(left);
    }

    /** Whether an iteration saved then is the session's, unless a later row says so of another. */
    public boolean covers(long iteration, @Nullable Instant saved) {
        return iteration > from && (saved == null || !saved.equals(left.get(iteration)));
    }

    /** The same for another place of the directory. */
    public OwnerRow at(String otherPath, Instant now) {
        return new OwnerRow(session, workspace, otherPath, from, now, with, left);
    }

    /** Whether nothing that was there before matters any more. */
    boolean beginsAnew() {
        return from == 0 && with == null && left.isEmpty();
    }
}
