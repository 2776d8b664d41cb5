package io.npushell.launch;

import io.npushell.plan.CommandText;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.SavedIteration;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which directory and which iterations there hold the work of a session. Every command that takes a session for a directory of weights asks here, so
 * that none gives what another session saved for this one's.
 */
public final class SavedWork {
    private final Session session;
    private final SessionOutput output;
    private final DirectoryOwners owners;

    private SavedWork(Session session, SessionOutput output, DirectoryOwners owners) {
        this.session = session;
        this.output = output;
        this.owners = owners;
    }

    /** Empty for a session that trains nothing. */
    public static Optional<SavedWork> of(Session session, SessionStore store) {
        Session fresh = new SummaryReader(store).refresh(session);
        return SessionOutput.of(fresh, store)
                .map(output -> new SavedWork(fresh, output, DirectoryOwners.of(output.directory(), store)));
    }

    /** Where it is, or was. */
    public Path directory() {
        return output.directory();
    }

    /** Whether that is another place than the session saved to. */
    public boolean moved() {
        return output.moved();
    }

    /** All that is saved there, its own or not. */
    public DirectoryOwners owners() {
        return owners;
    }

    /** Its own, the newest first, whole or not. */
    public List<SavedIteration> own() {
        return owners.entries().stream()
                .filter(this::isOwn)
                .map(DirectoryOwners.Entry::saved)
                .toList();
    }

    public boolean isOwn(DirectoryOwners.Entry entry) {
        Owner owner = entry.owner();
        return output.overwrittenBy() == null && owner != null && owner.is(session);
    }

    /** The iteration to take for its weights: the one the tracker names where that is its own, else its newest whole one. */
    public OptionalLong iteration() {
        Optional<String> tracker = Checkpoints.tracker(directory());
        List<SavedIteration> whole =
                own().stream().filter(SavedIteration::loadable).toList();
        Optional<SavedIteration> named = whole.stream()
                .filter(saved -> tracker.filter(saved::isNamed).isPresent())
                .findFirst();
        return named.or(() -> whole.stream().findFirst())
                .map(saved -> OptionalLong.of(saved.number()))
                .orElseGet(OptionalLong::empty);
    }

    /** Its newest whole iteration. */
    public OptionalLong newest() {
        return own().stream()
                .filter(SavedIteration::loadable)
                .mapToLong(SavedIteration::number)
                .findFirst();
    }

    /** Why nothing there is its own though something is saved there, one sentence. */
    public Optional<String> lost() {
        String id = session.id().text();
        if (output.overwrittenBy() != null) {
            return Optional.of("what session " + id + " saved to '" + directory() + "' was overwritten by "
                    + output.overwrittenBy());
        }
        List<DirectoryOwners.Entry> entries = owners.entries();
        if (entries.isEmpty() || entries.stream().anyMatch(this::isOwn)) {
            return Optional.empty();
        }
        boolean saved = session.summary().savedIteration() >= 0;
        return Optional.of(
                saved
                        ? "what session " + id + " saved to '" + directory() + "' is gone: " + others()
                        : "session " + id + " has saved nothing: " + others());
    }

    /** Whose weights they are that were found instead of its own, for a remedy; empty where no session of this workspace has any. */
    public Optional<Owner> instead() {
        return owners.entries().stream()
                .map(DirectoryOwners.Entry::owner)
                .filter(Objects::nonNull)
                .filter(owner -> owner.elsewhere() == null)
                .findFirst();
    }

    /** Why a program that loads the directory does not get its weights though they are there, one sentence: the tracker names another's. */
    public Optional<String> astray() {
        DirectoryOwners.Entry loaded = loaded();
        OptionalLong own = iteration();
        if (loaded == null || own.isEmpty() || isOwn(loaded) || loaded.outside()) {
            return Optional.empty();
        }
        return Optional.of(
                "'" + directory() + "' loads iteration " + loaded.saved().number() + ", which is " + whose(loaded)
                        + "; the newest of session " + session.id().text() + " is " + own.getAsLong());
    }

    /** The command that makes the tracker name its newest. */
    public String retrack() {
        return "!printf " + iteration().orElse(0) + " > "
                + CommandText.quote(directory().resolve(Checkpoints.TRACKER).toString());
    }

    /** What a program that loads the directory takes, or null. */
    DirectoryOwners.@Nullable Entry loaded() {
        Optional<String> tracker = Checkpoints.tracker(directory());
        return owners.entries().stream()
                .filter(entry -> tracker.filter(entry.saved()::isNamed).isPresent())
                .findFirst()
                .orElse(null);
    }

    /** What the operator should know of how this was found out, one sentence each. */
    public List<String> says() {
        return owners.says();
    }

    private String others() {
        return owners.entries().stream()
                .collect(Collectors.groupingBy(
                        SavedWork::whose,
                        java.util.LinkedHashMap::new,
                        Collectors.mapping(entry -> Long.toString(entry.saved().number()), Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(group -> "iteration " + group.getValue() + " there is " + group.getKey())
                .collect(Collectors.joining(", "));
    }

    static String whose(DirectoryOwners.Entry entry) {
        Owner owner = entry.owner();
        return owner == null ? "of a run outside npu-shell" : owner.text() + "'s";
    }
}
