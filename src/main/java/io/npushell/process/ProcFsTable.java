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
    public boolean groupAlive(ProcessIdentity identity, String marker) {
        return liveness(identity) == Liveness.ALIVE
                || !members(identity, marker).isEmpty();
    }

    @Override
    public boolean rebootedSince(ProcessIdentity identity) {
        HostFacts here = HostFacts.read(proc);
        return here.host().equals(identity.host()) && !here.bootId().equals(identity.bootId());
    }

    @Override
    public boolean containerGone(ProcessIdentity identity) {
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
    public void signalGroup(ProcessIdentity identity, String marker, String signal) {
        Set<Long> signalled = new HashSet<>();
        // what is asked to end politely is asked once; what must die is looked for again, it may just have forked
        int rounds = signal.equals("KILL") ? KILL_ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            List<ProcStat> members = new ArrayList<>(members(identity, marker));
            members.removeIf(member -> !signalled.add(member.pid()));
            if (members.isEmpty()) {
                return;
            }
            commands.run(
                    new ProcessGroup(identity, marker).signalling(members, signal),
                    Path.of("/"),
                    Map.of(),
                    KILL_TIMEOUT);
        }
    }

    private List<ProcStat> members(ProcessIdentity identity, String marker) {
        if (!isHere(identity)) {
            return List.of();
        }
        Optional<ProcStat> holder = ProcStat.read(proc, identity.pid());
        long self = ProcessHandle.current().pid();
        return new ProcessGroup(identity, marker)
                        .members(
                                ProcStat.all(proc),
                                holder,
                                stat -> ProcessEnvironment.read(directory(stat.pid()))
                                        .holds("NPU_SHELL_SESSION", marker))
                        .stream()
                        .filter(stat -> stat.pid() != self)
                        .toList();
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
