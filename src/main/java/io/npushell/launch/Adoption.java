package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.plan.CommandText;
import io.npushell.session.OwnerFile;
import io.npushell.session.OwnerRow;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionId;
import io.npushell.session.SessionStore;
import io.npushell.weights.SavedIteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Tells npu-shell where the operator has moved the output of a session to: the rows of the owner file are written anew for that place, and the journals of
 * all sessions of this workspace that saved there say where it is. Nothing is moved or copied here.
 *
 * @param sessions whose output is there, the named one first
 * @param iterations what is saved there of the named one, the newest first
 */
public record Adoption(Path directory, List<Session> sessions, List<Long> iterations, List<OwnerRow> rows) {
    public Adoption {
        sessions = List.copyOf(sessions);
        iterations = List.copyOf(iterations);
        rows = List.copyOf(rows);
    }

    /**
     * Looks whether it can be; changes nothing.
     *
     * @throws OperatorException USAGE for a session that trains nothing, NOT_FOUND where nothing is saved there, CONFLICT while the session runs, where its
     *     checkpoints are still in the old place, or where what is there is of others
     */
    public static Adoption of(Session session, Path directory, SessionStore store, Clock clock) {
        String id = session.id().text();
        SavedWork work = SavedWork.of(session, store)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.USAGE,
                        "session " + id + " trained nothing, so no directory is its output",
                        "sessions"));
        if (session.state().active()) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "session " + id + " is still " + session.state().label() + " and saves to '" + work.directory()
                            + "'",
                    "stop " + id);
        }
        List<SavedIteration> there = SavedIteration.list(directory);
        if (there.isEmpty()) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND, "nothing is saved in '" + directory + "'", "checkpoints " + quoted(directory));
        }
        Path real = RealPath.of(directory);
        Path old = RealPath.of(work.directory());
        if (real.equals(old)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "'" + directory + "' is where the output of session " + id + " is already",
                    "checkpoints " + id);
        }
        if (!work.own().isEmpty()) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "the checkpoints of session " + id + " are still in '" + work.directory() + "', so '" + directory
                            + "' is a copy of them",
                    "set model-path " + quoted(directory));
        }
        List<OwnerRow> before = OwnerFile.readAsOf(directory, old.toString()).rows();
        return before.isEmpty()
                ? byRecord(session, directory, there, store, clock.instant())
                : byRows(session, directory, there, before, store, clock.instant());
    }

    /** What the file said at the old place holds at the new one. */
    private static Adoption byRows(
            Session session,
            Path directory,
            List<SavedIteration> there,
            List<OwnerRow> before,
            SessionStore store,
            Instant now) {
        String workspace = store.workspace().toString();
        List<Long> own = there.stream()
                .filter(saved -> isOf(session.id(), workspace, saved, before))
                .map(SavedIteration::number)
                .toList();
        if (own.isEmpty()) {
            throw others(session, directory, there);
        }
        Map<SessionId, Session> sessions = new LinkedHashMap<>();
        sessions.put(session.id(), session);
        before.stream()
                .filter(row -> row.workspace().equals(workspace))
                .map(row -> store.find(row.session().text()).orElse(null))
                .filter(Objects::nonNull)
                .filter(other -> !other.state().active())
                .forEach(other -> sessions.putIfAbsent(other.id(), other));
        String place = RealPath.of(directory).toString();
        return new Adoption(
                directory,
                List.copyOf(sessions.values()),
                own,
                before.stream().map(row -> row.at(place, now)).toList());
    }

    private static boolean isOf(SessionId id, String workspace, SavedIteration saved, List<OwnerRow> rows) {
        for (int at = rows.size() - 1; at >= 0; at--) {
            OwnerRow row = rows.get(at);
            if (row.covers(saved.number(), saved.saved())) {
                return row.workspace().equals(workspace) && (row.session().equals(id) || id.equals(row.with()));
            }
        }
        return false;
    }

    /** An output of before there were owner files: the operator's word counts, as far as the session can have made what is there. */
    private static Adoption byRecord(
            Session session, Path directory, List<SavedIteration> there, SessionStore store, Instant now) {
        DirectoryOwners owners = DirectoryOwners.of(directory, store);
        boolean known = owners.entries().stream().anyMatch(entry -> entry.owner() != null);
        long most = Math.max(
                session.spec().training().trainIters(), session.summary().trainIters());
        List<Long> own = there.stream()
                .map(SavedIteration::number)
                .filter(iteration -> most < 0 || iteration <= most)
                .toList();
        if (known || own.isEmpty()) {
            throw others(session, directory, there);
        }
        OwnerRow row = new OwnerRow(
                session.id(),
                store.workspace().toString(),
                RealPath.of(directory).toString(),
                0,
                now,
                null,
                Map.of());
        return new Adoption(directory, List.of(session), own, List.of(row));
    }

    private static OperatorException others(Session session, Path directory, List<SavedIteration> there) {
        return new OperatorException(
                ExitCode.CONFLICT,
                "what is saved in '" + directory + "', iteration "
                        + there.get(0).number() + " the newest, is not of session "
                        + session.id().text(),
                "checkpoints " + quoted(directory));
    }

    private static String quoted(Path directory) {
        return CommandText.quote(directory.toString());
    }

    /**
     * Writes it down.
     *
     * @throws OperatorException ENVIRONMENT where the owner file or a journal cannot be written
     */
    public void record(SessionStore store, Clock clock) {
        try {
            OwnerFile.append(directory, rows);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "'" + directory.resolve(OwnerFile.NAME) + "' cannot be written: " + IoReason.of(e),
                    "ls -ld " + quoted(directory),
                    e);
        }
        Map<String, String> details = Map.of("output", absolute().toString(), "by", "operator");
        sessions.forEach(
                session -> store.append(session, new SessionEvent(clock.instant(), SessionOutput.ADOPTED, details)));
    }

    /** Where it is, as the journals say it. */
    public Path absolute() {
        Path real = RealPath.of(directory);
        return Files.exists(real) ? real : directory.toAbsolutePath().normalize();
    }
}
