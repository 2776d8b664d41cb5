package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A place that says what it was told; all other processes are dead. */
final class FakeVitals implements Vitals {
    private final Map<Long, Liveness> liveness = new HashMap<>();

    @Nullable Over over;

    boolean anyAlive;

    FakeVitals says(long pid, Liveness state) {
        liveness.put(pid, state);
        return this;
    }

    FakeVitals over(String reason) {
        over = new Over(reason, true);
        return this;
    }

    @Override
    public Liveness liveness(Recorded who) {
        ProcessIdentity leader = who.leader();
        return leader == null ? Liveness.DEAD : liveness.getOrDefault(leader.pid(), Liveness.DEAD);
    }

    @Override
    public Remains remains(Recorded who) {
        return Remains.NONE;
    }

    /** Nothing of one whose leader is not on record. */
    @Override
    public boolean anyAlive(Recorded who) {
        return who.leader() != null && (anyAlive || liveness(who) == Liveness.ALIVE);
    }

    @Override
    public Optional<Over> over(Recorded who) {
        return Optional.ofNullable(over);
    }

    @Override
    public String outOfSight(Recorded who) {
        ProcessIdentity leader = who.leader();
        return "only host \"" + (leader == null ? "" : leader.host()) + "\" or its container can tell";
    }

    @Override
    public Optional<String> hidden(Recorded who) {
        return Optional.empty();
    }

    @Override
    public boolean seesAll(Recorded who) {
        return true;
    }

    @Override
    public void signal(Recorded who, String signal) {
        throw new AssertionError("who only looks signals nobody");
    }

    @Override
    public String remedy(Recorded who, String command) {
        return command;
    }
}
