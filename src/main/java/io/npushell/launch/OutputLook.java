package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.plan.Facts;
import io.npushell.session.OwnerRow;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionStore;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Looks at the directory a training would save to: what is there already, and whose it is. */
final class OutputLook {
    private OutputLook() {}

    /**
     * Looks at it.
     *
     * @param stores the sessions of other workspaces
     * @param training what is to save there: nodes of it that run already are no conflict
     */
    static Facts.Output output(
            Path directory,
            SessionStore store,
            Function<Path, SessionStore> stores,
            @Nullable SessionId parent,
            SameTraining training) {
        List<Session> users = users(directory, store);
        boolean inherited = parent != null
                && users.stream().anyMatch(session -> session.id().equals(parent));
        DirectoryOwners owners = DirectoryOwners.of(directory, store);
        Session node = active(users, training, true);
        Session running = active(users, training, false);
        Owner elsewhere = running == null ? activeElsewhere(owners, stores) : null;
        long iteration = Checkpoints.inspect(directory).iteration();
        Owner saved = owners.entry(iteration).map(DirectoryOwners.Entry::owner).orElse(null);
        Owner owner = elsewhere == null ? saved : elsewhere;
        String id = running != null
                ? running.id().text()
                : owner == null ? null : owner.id().text();
        return new Facts.Output(
                directory.toString(),
                Files.isWritable(existing(directory)),
                iteration,
                id,
                running != null || elsewhere != null,
                inherited,
                running != null || owner == null ? null : owner.elsewhere(),
                running == null && owner != null && owner.elsewhere() == null && resumable(owner, store),
                node == null ? null : node.id().text());
    }

    private static @Nullable Session active(List<Session> users, SameTraining training, boolean otherNode) {
        return users.stream()
                .filter(session -> session.state().active() && training.otherNode(session) == otherNode)
                .findFirst()
                .orElse(null);
    }

    private static boolean resumable(Owner owner, SessionStore store) {
        return store.find(owner.id().text())
                .map(new SummaryReader(store)::refresh)
                .filter(session -> ResumableOutput.canBeResumed(session, store))
                .isPresent();
    }

    /** A session of another workspace that saves here too and still runs; null also where that workspace cannot be read. */
    private static @Nullable Owner activeElsewhere(DirectoryOwners owners, Function<Path, SessionStore> stores) {
        for (OwnerRow row : owners.foreignRows()) {
            try {
                boolean active = stores.apply(Path.of(row.workspace()))
                        .find(row.session().text())
                        .filter(session -> session.state().active())
                        .isPresent();
                if (active) {
                    return new Owner(row.session(), Set.of(row.session()), row.workspace());
                }
            } catch (OperatorException | InvalidPathException e) {
                // not mounted here, or not for us to read
            }
        }
        return null;
    }

    static Facts.@Nullable Disk disk(Path directory) {
        Path place = existing(directory);
        try {
            return new Facts.Disk(place.toString(), Files.getFileStore(place).getUsableSpace());
        } catch (IOException e) {
            return null;
        }
    }

    /** Sessions that were started with this output: active ones first, then the newest first. */
    static List<Session> users(Path directory, SessionStore store) {
        Path real = RealPath.of(directory);
        return store.list().stream()
                .filter(session -> savesTo(session, real))
                .filter(session -> session.state().active() || session.started() != null)
                .sorted(Comparator.comparing(
                                (Session session) -> session.state().active())
                        .thenComparing(Session::id)
                        .reversed())
                .toList();
    }

    private static boolean savesTo(Session session, Path real) {
        String own = session.spec().run().outputDirectory();
        return own != null && RealPath.same(own, real);
    }

    private static Path existing(Path path) {
        Path place = path.toAbsolutePath().normalize();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }
}
