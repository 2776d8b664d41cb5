package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionSpec;
import io.npushell.session.SessionStore;
import io.npushell.session.StepMark;
import io.npushell.session.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store that takes ids and reads, and has no room for another record. */
record FullDiskStore(SessionStore store) implements SessionStore {
    @Override
    public Path workspace() {
        return store.workspace();
    }

    @Override
    public List<Session> list() {
        return store.list();
    }

    @Override
    public Optional<Session> find(String reference) {
        return store.find(reference);
    }

    @Override
    public Session require(String reference) {
        return store.require(reference);
    }

    @Override
    public Reservation reserve(String profile, String runType) {
        return store.reserve(profile, runType);
    }

    @Override
    public Session create(Reservation reservation, SessionSpec spec, Map<String, String> files) {
        throw new OperatorException(ExitCode.ENVIRONMENT, "No space left on device");
    }

    @Override
    public void abandon(Reservation reservation) {
        store.abandon(reservation);
    }

    @Override
    public void saveSummary(Session session, Summary summary) {
        store.saveSummary(session, summary);
    }

    @Override
    public void append(Session session, SessionEvent event) {
        store.append(session, event);
    }

    @Override
    public List<SessionEvent> events(Session session) {
        return store.events(session);
    }

    @Override
    public List<StepMark> steps(Session session) {
        return store.steps(session);
    }
}
