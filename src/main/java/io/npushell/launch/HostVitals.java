package io.npushell.launch;

import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessOwner;
import io.npushell.process.ProcessTable;
import io.npushell.process.ProcessTable.Liveness;
import io.npushell.process.Remains;
import io.npushell.session.Vitals;
import java.util.Optional;

/** The life of sessions as the process table of this host tells it. Of another host's, or of a container's that nobody asks inside, it only knows when that is over. */
public record HostVitals(ProcessTable processes) implements Vitals {
    @Override
    public Liveness liveness(Recorded who) {
        ProcessIdentity leader = who.leader();
        return leader == null ? Liveness.DEAD : processes.liveness(leader, who.mark());
    }

    @Override
    public Remains remains(Recorded who) {
        return processes.remains(who.leader(), who.mark());
    }

    @Override
    public boolean anyAlive(Recorded who) {
        ProcessIdentity leader = who.leader();
        return leader == null ? !remains(who).none() : processes.groupAlive(leader, who.mark());
    }

    @Override
    public Optional<Over> over(Recorded who) {
        ProcessIdentity leader = who.leader();
        if (leader == null) {
            return Optional.empty();
        }
        if (processes.rebootedSince(leader)) {
            return Optional.of(new Over("rebooted", true));
        }
        if (processes.namespaceGone(leader)) {
            return Optional.of(new Over("container gone", true));
        }
        return processes.inUnseenNamespace(leader) ? Optional.of(new Over("container gone", false)) : Optional.empty();
    }

    @Override
    public String outOfSight(Recorded who) {
        ProcessIdentity leader = who.leader();
        return "only host \"" + (leader == null ? "" : leader.host()) + "\" or its container can tell";
    }

    @Override
    public Optional<String> hidden(Recorded who) {
        return processes.othersHidden() && !seesAll(who)
                ? Optional.of("/proc hides the processes of other users here (hidepid)")
                : Optional.empty();
    }

    @Override
    public boolean seesAll(Recorded who) {
        return ProcessOwner.seesAllOf(who.file());
    }

    @Override
    public void signal(Recorded who, String signal) {
        processes.signalGroup(who.leader(), who.mark(), signal);
    }

    @Override
    public String remedy(Recorded who, String command) {
        return command + " on that host";
    }
}
