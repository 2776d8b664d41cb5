package io.npushell.launch;

import io.npushell.process.CommonsExecRunner;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.process.Remains;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes of this machine, except that what is left of any session belongs to user alice. */
record ProcessesOfAnotherUser(ProcessTable real) implements ProcessTable {
    ProcessesOfAnotherUser() {
        this(new ProcFsTable(new CommonsExecRunner()));
    }

    @Override
    public Remains remains(@Nullable ProcessIdentity leader, String marker) {
        return new Remains(List.of(new Remains.Member(4711, 'S', "alice", "python3", false)), List.of());
    }

    @Override
    public void signalGroup(@Nullable ProcessIdentity identity, String marker, String signal) {
        throw new AssertionError("nothing of alice's may be signalled");
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        return real.identify(pid);
    }

    @Override
    public Liveness liveness(ProcessIdentity identity) {
        return real.liveness(identity);
    }

    @Override
    public boolean groupAlive(ProcessIdentity identity, String marker) {
        return real.groupAlive(identity, marker);
    }

    @Override
    public boolean rebootedSince(ProcessIdentity identity) {
        return real.rebootedSince(identity);
    }

    @Override
    public boolean namespaceGone(ProcessIdentity identity) {
        return real.namespaceGone(identity);
    }
}
