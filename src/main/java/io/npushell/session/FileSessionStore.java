package io.npushell.session;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.io.FileRights;
import io.npushell.process.CommonsExecRunner;
import io.npushell.process.FlockProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions below {@code <work-dir>/.npu-shell/sessions}, a directory each; made on the first reservation. */
public final class FileSessionStore implements SessionStore {
    private final Path workDir;
    private final SessionPlaces places;
    private final SessionReader reader;
    private final Clock clock;

    public FileSessionStore(Path workDir, Vitals vitals, FlockProbe locks, Clock clock) {
        this(workDir, vitals, locks, clock, EndJudge.NONE);
    }

    /** The ends of its trainings are judged by their logs. */
    public FileSessionStore(Path workDir, Vitals vitals, FlockProbe locks, Clock clock, EndJudge judge) {
        this.workDir = workDir.toAbsolutePath().normalize();
        this.places = SessionPlaces.in(workDir);
        this.reader = new SessionReader(
                new SessionObserver(vitals, locks, clock),
                new SeenEnds(vitals, clock, new GivenUp(new CommonsExecRunner())),
                new JudgedEnds(judge, clock));
        this.clock = clock;
    }

    @Override
    public Path workspace() {
        try {
            return workDir.toRealPath();
        } catch (IOException e) {
            return workDir;
        }
    }

    @Override
    public List<Session> list() {
        return directories().entrySet().stream()
                .map(entry -> reader.read(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Optional<Session> find(String reference) {
        if (SessionReferences.isId(reference)) {
            return SessionReferences.id(directories(), reference)
                    .map(entry -> reader.read(entry.getKey(), entry.getValue()));
        }
        return SessionReferences.named(list(), reference);
    }

    @Override
    public Session require(String reference) {
        return find(reference).orElseThrow(() -> SessionReferences.notFound(list(), reference));
    }

    @Override
    public Reservation reserve(String profile, String runType) {
        try {
            SessionId id = places.takeNextId();
            return new Reservation(id, places.directory(id, profile, runType));
        } catch (IOException e) {
            throw cannotWrite(places.sessions(), e);
        }
    }

    @Override
    public Session create(Reservation reservation, SessionSpec spec, Map<String, String> files) {
        try {
            Path building = Files.createDirectory(
                    AtomicFile.temporaryBeside(reservation.directory()), FileRights.RECORD_DIRECTORY);
            SessionFiles session = new SessionFiles(building);
            Files.createDirectory(building.resolve(SessionFiles.STATE), FileRights.RECORD_DIRECTORY);
            for (Map.Entry<String, String> file : files.entrySet()) {
                AtomicFile.writeThrough(building.resolve(file.getKey()), file.getValue(), FileRights.RECORD);
            }
            AtomicFile.writeThrough(building.resolve(SessionFiles.SUPERVISOR), Supervisor.script(), FileRights.RECORD);
            AtomicFile.writeThrough(session.spec(), SpecJson.write(spec), FileRights.RECORD);
            session.journal().append(new SessionEvent(clock.instant(), "created", Map.of()));
            AtomicFile.forceDirectory(building);
            Files.move(building, reservation.directory(), StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.forceDirectory(places.sessions());
        } catch (IOException e) {
            throw cannotWrite(reservation.directory(), e);
        }
        return reader.read(reservation.id(), reservation.directory());
    }

    /** Its number stays taken: that is all an unused id is. */
    @Override
    public void abandon(Reservation reservation) {}

    @Override
    public void saveSummary(Session session, Summary summary) {
        try {
            AtomicFile.write(
                    new SessionFiles(session.directory()).summary(), SummaryJson.write(summary), FileRights.RECORD);
        } catch (IOException e) {
            throw cannotWrite(session.directory(), e);
        }
    }

    @Override
    public void append(Session session, SessionEvent event) {
        Journal journal = new SessionFiles(session.directory()).journal();
        try {
            journal.append(event);
        } catch (IOException e) {
            throw cannotWrite(journal.file(), e);
        }
    }

    @Override
    public List<StepMark> steps(Session session) {
        return new SessionFiles(session.directory()).state().steps();
    }

    @Override
    public List<SessionEvent> events(Session session) {
        try {
            return new SessionFiles(session.directory()).journal().read();
        } catch (IOException e) {
            throw unusable("The journal of session " + session.id().text() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Map<SessionId, Path> directories() {
        try {
            return places.all();
        } catch (IOException e) {
            throw unusable("The sessions in \"" + places.sessions() + "\" cannot be listed: " + e.getMessage(), e);
        }
    }

    private static OperatorException cannotWrite(Path place, IOException cause) {
        return unusable("The session record \"" + place + "\" cannot be written: " + FileFailure.explain(cause), cause);
    }

    private static OperatorException unusable(String message, IOException cause) {
        return new OperatorException(
                ExitCode.ENVIRONMENT, message, "set work-dir to a directory of yours with free space", cause);
    }
}
