package io.npushell.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sessions of one workspace, found anew on each call. */
public interface SessionStore {
    /** The workspace, without links where it is there. */
    Path workspace();

    /** All sessions, newest first; one that cannot be read is there with the mark "corrupt". */
    List<Session> list();

    /** By id ("13", "0013"), by name where only one has it, or {@code last}. */
    Optional<Session> find(String reference);

    /**
     * Like {@link #find}.
     *
     * @throws io.npushell.OperatorException NOT_FOUND with the nearest ids
     */
    Session require(String reference);

    /** Takes the next free id and its future directory; nothing is there yet. Ids are never given twice, not to two shells at once either. */
    Reservation reserve(String profile, String runType);

    /**
     * Writes the directory under another name and renames it: the session is there whole or not at all, and on the disk when it returns. Its state is then
     * STARTING.
     *
     * @param files further files by name: "run.sh", the engine's script
     */
    Session create(Reservation reservation, SessionSpec spec, java.util.Map<String, String> files);

    /** Gives an id back unused: the next session gets a higher one, nothing else happens. */
    void abandon(Reservation reservation);

    /** Replaces summary.json by rename. */
    void saveSummary(Session session, Summary summary);

    /** Appends to events.jsonl. */
    void append(Session session, SessionEvent event);

    /** The journal; a torn last line is left out. */
    List<SessionEvent> events(Session session);

    /** The steps it came to, in order; empty for one that ran none. */
    List<StepMark> steps(Session session);

    /** An id taken, and where the session will be. */
    record Reservation(SessionId id, Path directory) {}
}
