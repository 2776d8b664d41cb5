package io.npushell.session;

import io.npushell.launch.HostSessions;
import io.npushell.launch.HostVitals;
import io.npushell.process.Await;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcFsTable;
import io.npushell.process.ProcessIdentity;
import io.npushell.process.ProcessTable;
import io.npushell.process.SetsidStarter;
import io.npushell.session.SessionStore.Reservation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A workspace with real processes: sessions made, started, killed and looked at as a new shell would. */
public final class SessionWorld implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);

    private final CommandRunner commands = new CommonsExecRunner();
    private final ProcessTable table = new ProcFsTable(commands);
    private final SessionProcesses processes = new SessionProcesses(new HostVitals(table));
    private final FileSessionStore store;

    public SessionWorld(Path workDir) {
        this(workDir, Clock.systemUTC());
    }

    SessionWorld(Path workDir, Clock clock) {
        store = HostSessions.open(workDir, commands, clock);
    }

    FileSessionStore store() {
        return store;
    }

    SessionProcesses processes() {
        return processes;
    }

    Session create(String script) {
        Reservation reservation = store.reserve("qwen-nano", "pretrain");
        return store.create(reservation, Specs.spec(reservation.id()), Map.of("run.sh", script));
    }

    Session start(String script) {
        return start(create(script));
    }

    Session start(Session session) {
        new Supervisor(new SetsidStarter()).start(session, START);
        return session;
    }

    Session now(Session session) {
        return store.require(session.id().text());
    }

    Session await(Session session, SessionState state) {
        Await.until(
                () -> "session is " + state + ", but " + now(session),
                () -> now(session).state() == state);
        return now(session);
    }

    void awaitFile(Path file) {
        Await.until(file + " is there", () -> Files.exists(file));
    }

    ProcessIdentity supervisor(Session session) {
        return new SessionFiles(session.directory())
                .state()
                .supervisor()
                .orElseThrow()
                .identity();
    }

    void killSupervisor(Session session) {
        ProcessIdentity supervisor = supervisor(session);
        ProcessHandle.of(supervisor.pid()).orElseThrow().destroyForcibly();
        Await.until("supervisor is dead", () -> table.liveness(supervisor) != ProcessTable.Liveness.ALIVE);
    }

    boolean locked(Session session) {
        return new FlockProbe(commands).held(session.directory().resolve("state/lock"));
    }

    CommandOutput superviseAgain(Session session) {
        return sh("sh " + session.directory() + "/supervise.sh " + session.directory());
    }

    CommandOutput sh(String script) {
        return commands.run(List.of("sh", "-c", script), Path.of("/"), Map.of(), START);
    }

    void askToStop(Session session) {
        event(session, "stop-asked", Map.of("by", "operator"));
    }

    void event(Session session, String kind, Map<String, String> details) {
        store.append(session, new SessionEvent(Clock.systemUTC().instant(), kind, details));
    }

    void touch(Session session, String file) {
        try {
            Files.createFile(session.directory().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing of a test outlives it. */
    @Override
    public void close() {
        for (Session session : store.list()) {
            processes.signal(session, "KILL");
        }
    }
}
