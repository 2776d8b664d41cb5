package io.npushell.launch;

import io.npushell.device.NpuProbe;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.process.HostFacts;
import io.npushell.process.ListeningPorts;
import io.npushell.process.ProcessTable;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Looks at the NPUs of this machine and at all that have a claim on them. Never throws for what is missing or broken. */
public final class NpuLook {
    private static final int USUAL_PORT = 6000;
    private static final int HIGHEST_PORT = 65_535;

    private final NpuProbe probe;
    private final ProcessTable processes;
    private final HostFacts here;
    private final NpuLocks locks;
    private final NpuClaims claims;
    private final Function<Path, List<Session>> sessions;
    private final Path devices;
    private final ZoneId zone;

    /**
     * Names whom to ask.
     *
     * @param sessions all that are known here, those of this workspace among them
     * @param devices the directory of device nodes, {@code /dev}
     * @param zone that times are told in
     */
    public NpuLook(
            NpuProbe probe,
            ProcessTable processes,
            HostFacts here,
            NpuLocks locks,
            Function<Path, List<Session>> sessions,
            Path devices,
            ZoneId zone) {
        this.probe = probe;
        this.processes = processes;
        this.here = here;
        this.locks = locks;
        this.claims = new NpuClaims(locks);
        this.sessions = sessions;
        this.devices = devices;
        this.zone = zone;
    }

    NpuLocks locks() {
        return locks;
    }

    /** All NPUs of this machine, as this workspace names their holders. */
    public NpuBoard look(Path workDir) {
        return look(workDir, sessions.apply(workDir));
    }

    private NpuBoard look(Path workDir, List<Session> known) {
        return NpuBoard.of(
                probe.probe(),
                new NpuHolders(processes, here.outermost(), known)::identify,
                claims.of(known, workDir),
                NpuNodes.in(devices),
                workDir,
                zone);
    }

    /** What a lock says of its holder. */
    String holder(Path lock, Path workDir) {
        NpuLocks.Held held = locks.read(lock);
        return new NpuClaim(Set.of(held.npu()), held.session(), held.workDir(), held.user(), held.since(), true)
                .words(workDir, zone);
    }

    /**
     * What a plan is to know of them.
     *
     * @param settings complete
     * @param container where the training is to run, or null for this host
     */
    Seen facts(Settings settings, Facts.@Nullable Container container) {
        Path workDir = Path.of(settings.text(ParameterNames.WORK_DIR).orElse("/"));
        List<Session> known = sessions.apply(workDir);
        NpuBoard board = look(workDir, known);
        NpuBoard inside = container == null ? board : board.within(container.devices());
        return new Seen(
                board,
                new Facts.Npus(
                        inside.standings(),
                        board.inventory().problem() == null && board.inventory().holdersKnown(),
                        inside.strayWords(),
                        port(settings, known, workDir).orElse(null),
                        locks.trouble(inside.seats().stream()
                                        .map(NpuBoard.Seat::machines)
                                        .toList())
                                .orElse(null)));
    }

    /** The whole machine, and what of it the training would find. */
    record Seen(NpuBoard board, Facts.Npus npus) {}

    private Optional<Facts.TakenPort> port(Settings settings, List<Session> known, Path workDir) {
        if (settings.whole(ParameterNames.NODE_RANK).orElse(0) != 0) {
            return Optional.empty();
        }
        int wanted = (int) settings.whole(ParameterNames.MASTER_PORT).orElse(0);
        Set<Integer> listening = ListeningPorts.here();
        Session other = known.stream()
                .filter(claims::takesNpus)
                .filter(session -> session.spec().training().nodeRank() == 0)
                .filter(session -> port(session.spec()) == wanted)
                .findFirst()
                .orElse(null);
        if (other == null && (wanted == 0 || !listening.contains(wanted))) {
            return Optional.empty();
        }
        int free = IntStream.rangeClosed(Math.max(wanted, USUAL_PORT) + 1, HIGHEST_PORT)
                .filter(port -> !listening.contains(port))
                .filter(port ->
                        known.stream().filter(claims::takesNpus).noneMatch(session -> port(session.spec()) == port))
                .findFirst()
                .orElse(USUAL_PORT);
        String by = other == null
                ? ""
                : "session " + other.id().text()
                        + (Path.of(other.spec().request().workDir()).equals(workDir)
                                ? ""
                                : " of '" + other.spec().request().workDir() + "'");
        return Optional.of(new Facts.TakenPort(wanted, by, free));
    }

    /** 0 for the script's own. */
    private static int port(SessionSpec spec) {
        return spec.request().settings().stream()
                .filter(entry -> entry.parameter().equals(ParameterNames.MASTER_PORT))
                .map(SessionSpec.SettingEntry::value)
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .findFirst()
                .orElse(0);
    }
}
