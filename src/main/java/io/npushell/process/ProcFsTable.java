package io.npushell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process table as /proc shows it. */
public final class ProcFsTable implements ProcessTable {
    private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
    private static final int KILL_ROUNDS = 5;

    private final Path proc;
    private final CommandRunner commands;

    public ProcFsTable(CommandRunner commands) {
        this(Path.of("/proc"), commands);
    }

    ProcFsTable(Path proc, CommandRunner commands) {
        this.proc = proc;
        this.commands = commands;
    }

    @Override
    public Optional<ProcessIdentity> identify(long pid) {
        HostFacts here = HostFacts.read(proc);
        return ProcStat.read(proc, pid)
                .filter(stat -> !stat.dead())
                .map(stat ->
                        new ProcessIdentity(here.host(), here.pidNamespace(), pid, stat.startTime(), here.bootId()));
    }

    @Override
    public Optional<RunningProcess> describe(long pid) {
        Path process = directory(pid);
        return ProcStat.read(proc, pid)
                .filter(stat -> !stat.dead())
                .map(stat -> new RunningProcess(
                        pid,
                        owner(process),
                        name(process),
                        stat.session(),
                        ProcessEnvironment.read(process).value("NPU_SHELL_SESSION")));
    }

    private static String owner(Path process) {
        try {
            return Files.getOwner(process).getName();
        } catch (IOException e) {
            return "";
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1)
                    .strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public Liveness liveness(ProcessIdentity identity) {
        if (rebootedSince(identity)) {
            return Liveness.DEAD;
        }
        if (!isHere(identity)) {
            return Liveness.ELSEWHERE;
        }
        return ProcStat.read(proc, identity.pid())
                .filter(stat -> !stat.dead() && stat.startTime() == identity.startTime())
                .map(stat -> Liveness.ALIVE)
                .orElse(Liveness.DEAD);
    }

    @Override
    public Liveness liveness(ProcessIdentity identity, String marker) {
        Liveness liveness = liveness(identity);
        boolean another = liveness == Liveness.ALIVE
                && !marker.isEmpty()
                && mark(identity.pid(), marker) == ProcessGroup.Mark.OTHER;
        return another ? Liveness.DEAD : liveness;
    }

    @Override
    public boolean groupAlive(ProcessIdentity identity, String marker) {
        return liveness(identity, marker) == Liveness.ALIVE
                || found(identity, marker).any();
    }

    @Override
    public Remains remains(@Nullable ProcessIdentity leader, String marker) {
        ProcessGroup.Found found = found(leader, marker);
        return new Remains(members(found.members()), members(found.doubtful()));
    }

    private List<Remains.Member> members(List<ProcStat> stats) {
        return stats.stream()
                .map(stat -> new Remains.Member(
                        stat.pid(),
                        stat.state(),
                        owner(directory(stat.pid())),
                        name(directory(stat.pid())),
                        ProcessOwner.maySignal(directory(stat.pid()))))
                .toList();
    }

    @Override
    public boolean rebootedSince(ProcessIdentity identity) {
        HostFacts here = HostFacts.read(proc);
        return here.host().equals(identity.host()) && !here.bootId().equals(identity.bootId());
    }

    /** The first process is another user's for all but root, and everybody's to look at unless /proc is mounted with hidepid. */
    @Override
    public boolean othersHidden() {
        return ProcStat.read(proc, 1).isEmpty();
    }

    @Override
    public boolean namespaceGone(ProcessIdentity identity) {
        HostFacts here = HostFacts.read(proc);
        if (!here.bootId().equals(identity.bootId())
                || here.pidNamespace().equals(identity.pidNamespace())
                || !here.pidNamespace().equals(HostFacts.OUTERMOST_NAMESPACE)
                || identity.pidNamespace().isEmpty()) {
            return false;
        }
        // one namespace we may not read could be the one looked for
        return ProcStat.all(proc).stream()
                .filter(stat -> !stat.dead())
                .map(stat -> HostFacts.namespaceOf(directory(stat.pid())))
                .noneMatch(namespace -> namespace.isEmpty() || namespace.equals(identity.pidNamespace()));
    }

    @Override
    public boolean inUnseenNamespace(ProcessIdentity identity) {
        HostFacts here = HostFacts.read(proc);
        return here.bootId().equals(identity.bootId())
                && !here.outermost()
                && !identity.pidNamespace().isEmpty()
                && !here.pidNamespace().equals(identity.pidNamespace());
    }

    @Override
    public void signalGroup(@Nullable ProcessIdentity identity, String marker, String signal) {
        Set<Long> signalled = new HashSet<>();
        // what is asked to end politely is asked once; what must die is looked for again, it may just have forked
        int rounds = signal.equals("KILL") ? KILL_ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            ProcessGroup.Found found = found(identity, marker);
            List<ProcStat> members = new ArrayList<>(found.members());
            members.removeIf(member -> !signalled.add(member.pid()));
            if (members.isEmpty()) {
                return;
            }
            commands.run(
                    new ProcessGroup(identity, marker)
                            .signalling(new ProcessGroup.Found(members, List.of(), found.whole()), signal),
                    Path.of("/"),
                    Map.of(),
                    KILL_TIMEOUT);
        }
    }

    private ProcessGroup.Found found(@Nullable ProcessIdentity recorded, String marker) {
        ProcessIdentity identity = recorded == null || isHere(recorded) ? recorded : null;
        if (identity == null && marker.isEmpty()) {
            return new ProcessGroup.Found(List.of(), List.of(), false);
        }
        Optional<ProcStat> holder = identity == null ? Optional.empty() : ProcStat.read(proc, identity.pid());
        long self = ProcessHandle.current().pid();
        List<ProcStat> others =
                ProcStat.all(proc).stream().filter(stat -> stat.pid() != self).toList();
        return new ProcessGroup(identity, marker).among(others, holder, stat -> mark(stat.pid(), marker));
    }

    /** Another container may have a workspace of the same name, and in it a session of the same number. */
    private ProcessGroup.Mark mark(long pid, String marker) {
        ProcessEnvironment environment = ProcessEnvironment.read(directory(pid));
        if (!environment.readable()) {
            return ProcessGroup.Mark.UNKNOWN;
        }
        String namespace = HostFacts.namespaceOf(directory(pid));
        boolean here = namespace.isEmpty() || namespace.equals(HostFacts.namespaceOf(proc.resolve("self")));
        return here && environment.holds("NPU_SHELL_SESSION", marker)
                ? ProcessGroup.Mark.OURS
                : ProcessGroup.Mark.OTHER;
    }

    private boolean isHere(ProcessIdentity identity) {
        HostFacts here = HostFacts.read(proc);
        return here.bootId().equals(identity.bootId())
                && (identity.pidNamespace().isEmpty()
                        ? here.host().equals(identity.host())
                        : here.pidNamespace().equals(identity.pidNamespace()));
    }

    private Path directory(long pid) {
        return proc.resolve(Long.toString(pid));
    }
}
