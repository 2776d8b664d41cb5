package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.plan.Facts;
import io.npushell.session.OwnerFile;
import io.npushell.session.OwnerRow;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionStore;
import io.npushell.weights.SavedIteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes room for a new session in the directory it saves to, where the operator says so, and writes down there that the iterations to come are its own.
 *
 * <p>Only for a session whose record is on the disk: were that to fail, the old checkpoints would have been given up for nothing.
 */
final class OutputRoom {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Session session;
    private final SessionStore store;
    private final Function<Path, SessionStore> stores;
    private final boolean otherUser;
    private final Clock clock;
    private final List<String> says = new ArrayList<>();

    /**
     * Names the session and its world.
     *
     * @param otherUser whether the training may run as another user than this shell
     */
    OutputRoom(
            Session session, SessionStore store, Function<Path, SessionStore> stores, boolean otherUser, Clock clock) {
        this.session = session;
        this.store = store;
        this.stores = stores;
        this.otherUser = otherUser;
        this.clock = clock;
    }

    /**
     * Does it; what the operator should know of it, one sentence each.
     *
     * @throws OperatorException where the old output cannot be moved or deleted; it is told in the new session's journal
     */
    List<String> take(Preflight preflight) {
        Facts.Output output = preflight.facts().output();
        if (output == null || !preflight.trains()) {
            return says;
        }
        Path directory = Path.of(output.directory());
        Facts.Checkpoint model = preflight.facts().model();
        boolean goesOn = model != null && RealPath.same(model.directory(), RealPath.of(directory));
        if (output.iteration() >= 0 && output.sharedWith() == null && !output.inherited() && !goesOn) {
            makeRoom(preflight.request(), output, directory);
        }
        long from = goesOn && model != null ? Math.max(0, model.iteration()) : 0;
        writeOwner(directory, from, output.sharedWith());
        return says;
    }

    private void makeRoom(LaunchRequest request, Facts.Output output, Path directory) {
        try {
            if (request.archive() && Files.exists(directory)) {
                archive(directory, output.owner());
            } else if (request.overwrite()) {
                overwrite(directory, output.iteration());
            }
        } catch (OperatorException e) {
            journal(store, session, "not-started", Map.of("why", String.valueOf(e.getMessage())));
            throw e;
        }
    }

    /** The journals say so first: who finds nothing where they say looks where it was. */
    private void archive(Path directory, @Nullable String owner) {
        Path aside = OldOutput.aside(directory, owner == null ? STAMP.format(clock.instant()) : owner);
        List<OwnerRow> rows = OwnerFile.read(directory).rows();
        tellOthers(directory, SessionOutput.ARCHIVED, aside, false);
        OldOutput.archive(directory, aside);
        journal(store, session, SessionOutput.ARCHIVED, Map.of("output", aside.toString()));
        Instant now = clock.instant();
        String there = RealPath.of(aside).toString();
        append(aside, rows.stream().map(row -> row.at(there, now)).toList());
    }

    private void overwrite(Path directory, long iteration) {
        Map<String, String> what = Map.of("output", directory + " at iteration " + iteration);
        journal(store, session, "overwriting", what);
        Runnable tell = told(directory, SessionOutput.OVERWRITTEN, directory, true);
        OldOutput.clear(directory);
        journal(store, session, SessionOutput.OVERWRITTEN, what);
        tell.run();
    }

    private void tellOthers(Path directory, String kind, Path output, boolean onlySaved) {
        told(directory, kind, output, onlySaved).run();
    }

    /** Looks for the sessions whose output this is while it is still there; running it writes to their journals. */
    private Runnable told(Path directory, String kind, Path output, boolean onlySaved) {
        Path real = RealPath.of(directory);
        DirectoryOwners owners = DirectoryOwners.of(directory, store);
        Map<Session, SessionStore> others = new LinkedHashMap<>();
        SummaryReader summaries = new SummaryReader(store);
        store.list().stream()
                .filter(other -> !other.id().equals(session.id()) && other.started() != null)
                .filter(other -> SessionOutput.of(other, store)
                        .filter(place -> place.overwrittenBy() == null)
                        .filter(place -> RealPath.of(place.directory()).equals(real))
                        .isPresent())
                .map(summaries::refresh)
                .filter(other -> !onlySaved || other.summary().savedIteration() >= 0 || owns(owners, other))
                .forEach(other -> others.put(other, store));
        elsewhere(owners).forEach(others::put);
        return () -> others.forEach((other, its) -> {
            boolean here = its == store;
            Map<String, String> details = new LinkedHashMap<>();
            details.put("output", output.toString());
            details.put(
                    "by", "session " + session.id().text() + (here ? "" : " of workspace '" + store.workspace() + "'"));
            journal(its, other, kind, details);
        });
    }

    private static boolean owns(DirectoryOwners owners, Session other) {
        return owners.entries().stream()
                .map(DirectoryOwners.Entry::owner)
                .anyMatch(owner -> owner != null && owner.is(other));
    }

    private Map<Session, SessionStore> elsewhere(DirectoryOwners owners) {
        Map<Session, SessionStore> found = new HashMap<>();
        for (DirectoryOwners.Entry entry : owners.entries()) {
            Owner owner = entry.owner();
            String workspace = owner == null ? null : owner.elsewhere();
            if (owner != null && workspace != null) {
                try {
                    SessionStore its = stores.apply(Path.of(workspace));
                    its.find(owner.id().text()).ifPresent(other -> found.put(other, its));
                } catch (OperatorException | InvalidPathException e) {
                    // not mounted here, or not for us to read: nothing can be told there
                }
            }
        }
        return found;
    }

    private void writeOwner(Path directory, long from, @Nullable String sharedWith) {
        try {
            if (!Files.exists(directory)) {
                OutputDirectories.create(directory, otherUser);
            }
        } catch (IOException e) {
            says.add(notWritten(directory, e));
            return;
        }
        mend(directory);
        OwnerRow leader = sharedWith == null ? null : leader(directory, sharedWith);
        Map<Long, Instant> left = leader == null ? left(directory, from) : leader.left();
        append(
                directory,
                List.of(new OwnerRow(
                        session.id(),
                        store.workspace().toString(),
                        RealPath.of(directory).toString(),
                        leader == null ? from : leader.from(),
                        clock.instant(),
                        leader == null ? null : leader.with() == null ? leader.session() : leader.with(),
                        left)));
    }

    private @Nullable OwnerRow leader(Path directory, String sharedWith) {
        return store.find(sharedWith)
                .flatMap(node -> DirectoryOwners.of(directory, store).row(node))
                .orElse(null);
    }

    private static Map<Long, Instant> left(Path directory, long from) {
        Map<Long, Instant> left = new HashMap<>();
        for (SavedIteration saved : SavedIteration.list(directory)) {
            Instant time = saved.saved();
            if (saved.number() > from && time != null) {
                left.put(saved.number(), time);
            }
        }
        return left;
    }

    /** A damaged one is kept under another name: no row added to it would ever count. */
    private void mend(Path directory) {
        OwnerFile.Content content = OwnerFile.read(directory);
        if (!content.damaged()) {
            return;
        }
        try {
            says.add(content.trouble() + " and is kept as '"
                    + OwnerFile.setAside(directory).getFileName() + "'");
        } catch (IOException e) {
            says.add(content.trouble() + " and cannot be moved aside: " + IoReason.of(e));
        }
    }

    private void append(Path directory, List<OwnerRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            OwnerFile.append(directory, rows);
        } catch (IOException e) {
            says.add(notWritten(directory, e));
        }
    }

    private static String notWritten(Path directory, IOException e) {
        return "'" + directory.resolve(OwnerFile.NAME) + "' cannot be written (" + IoReason.of(e)
                + "): the session records alone tell whose the checkpoints there are";
    }

    /** A full disk must not end a launch half way: what was done is said instead. */
    private void journal(SessionStore where, Session whose, String kind, Map<String, String> details) {
        try {
            where.append(whose, new SessionEvent(clock.instant(), kind, details));
        } catch (OperatorException e) {
            says.add(e.getMessage() + " (" + kind + " " + String.join(", ", details.values()) + ")");
        }
    }
}
