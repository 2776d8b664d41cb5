package io.npushell.shell.access;

import io.npushell.launch.SavedWork;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import java.util.List;
import java.util.function.Consumer;

/**
 * What {@code last} stands for, by what a command needs: preparing data or merging weights makes a session too, and following, measuring or resuming
 * means none of those. Where no session has what is needed {@code last} stays what it is, and the command says what is missing.
 */
public enum LastSession {
    /** One that trains. */
    TRAINING("trains"),
    /** One that has a whole checkpoint of its own. */
    CHECKPOINT("has a checkpoint");

    private static final String LAST = "last";

    private final String has;

    LastSession(String has) {
        this.has = has;
    }

    /** The id to go on with for what was typed; {@code says} is told where that is not the newest session of all. */
    public String meant(String reference, SessionStore store, Consumer<String> says) {
        if (!reference.equals(LAST)) {
            return reference;
        }
        List<Session> newestFirst = store.list();
        Session found = newestFirst.stream()
                .filter(session -> fits(session, store))
                .findFirst()
                .orElse(null);
        if (found == null) {
            return reference;
        }
        if (!found.id().equals(newestFirst.get(0).id())) {
            says.accept("last is session " + found.id().text() + ", the newest that " + has);
        }
        return found.id().text();
    }

    private boolean fits(Session session, SessionStore store) {
        return session.spec().request().steps().contains("train")
                && (this == TRAINING
                        || SavedWork.of(session, store)
                                .filter(work -> work.newest().isPresent())
                                .isPresent());
    }
}
