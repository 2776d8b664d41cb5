package io.npushell.session;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A process table that says what it was told; all others are dead. */
final class FakeProcessTable implements ProcessTable {
    private final Map<Long, Liveness> liveness = new HashMap<>();
    boolean rebooted;
    boolean containerGone;
    boolean containerOutOfMemory;
    boolean groupAlive;
    boolean unseen;

    FakeProcessTable says(long pid, Liveness state) {
        liveness.put(pid, state);
        return this;
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return Optional.empty();
    }

    @Override
    public Liveness liveness(ProcessIdentity identity) {
        return liveness.getOrDefault(identity.pid(), Liveness.DEAD);
    }

    @Override
    public boolean groupAlive(ProcessIdentity identity, String marker) {
        return groupAlive || liveness(identity) == Liveness.ALIVE;
    }

    @Override
    public boolean rebootedSince(ProcessIdentity identity) {
        return rebooted;
    }

    @Override
    public boolean containerGone(ProcessIdentity identity) {
        return containerGone;
    }

    @Override
    public boolean containerOutOfMemory(ProcessIdentity identity) {
        return containerOutOfMemory;
    }

    @Override
    public boolean inUnseenContainer(ProcessIdentity identity) {
        return unseen;
    }

    @Override
    public void signalGroup(@Nullable ProcessIdentity identity, String marker, String signal) {
        throw new AssertionError("who only looks signals nobody");
    }
}
