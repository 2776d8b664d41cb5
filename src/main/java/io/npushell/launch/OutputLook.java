package io.npushell.launch;

import io.npushell.plan.Facts;
import io.npushell.session.Session;
import io.npushell.session.SessionId;
import io.npushell.session.SessionStore;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks at the directory a training would save to: what is there already, and whose it is. */
final class OutputLook {
    private OutputLook() {}

    static Facts.Output output(Path directory, SessionStore store, @Nullable SessionId parent) {
        List<Session> users = users(directory, store);
        Session owner = users.isEmpty() ? null : users.get(0);
        boolean inherited = parent != null
                && users.stream().anyMatch(session -> session.id().equals(parent));
        return new Facts.Output(
                directory.toString(),
                Files.isWritable(existing(directory)),
                Checkpoints.inspect(directory).iteration(),
                owner == null ? null : owner.id().text(),
                owner != null && owner.state().active(),
                inherited);
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
        return store.list().stream()
                .filter(session -> sameDirectory(session.spec().outputDirectory(), directory))
                .filter(session -> session.state().active() || session.started() != null)
                .sorted(Comparator.comparing(
                                (Session session) -> session.state().active())
                        .thenComparing(Session::id)
                        .reversed())
                .toList();
    }

    private static boolean sameDirectory(@Nullable String one, Path other) {
        return one != null && Objects.equals(real(Path.of(one)), real(other));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static Path existing(Path path) {
        Path place = path.toAbsolutePath().normalize();
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }
}
