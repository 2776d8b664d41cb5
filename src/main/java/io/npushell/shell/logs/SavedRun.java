package io.npushell.shell.logs;

import io.npushell.launch.DirectoryOwners;
import io.npushell.launch.SavedWork;
import io.npushell.weights.CheckpointEntry;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TrackerProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a training saved to a directory, or all that is saved there.
 *
 * @param tracker what latest_checkpointed_iteration.txt says, empty where it is missing or unreadable
 * @param trackerProblem why it leads to no whole iteration, and what comes of it
 * @param entries the oldest first
 * @param owners of all that is saved there
 * @param work of the one session it is about, or null for the whole directory
 */
record SavedRun(
        Path directory,
        Optional<String> tracker,
        Optional<String> trackerProblem,
        List<CheckpointEntry> entries,
        DirectoryOwners owners,
        @Nullable SavedWork work) {
    SavedRun {
        entries = List.copyOf(entries);
    }

    static SavedRun look(Path directory, DirectoryOwners owners) {
        return new SavedRun(
                directory,
                Checkpoints.tracker(directory),
                TrackerProblem.of(directory),
                CheckpointEntry.list(directory),
                owners,
                null);
    }

    /** Only what is the session's own. */
    static SavedRun of(SavedWork work) {
        SavedRun all = look(work.directory(), work.owners());
        List<CheckpointEntry> own = all.entries.stream()
                .filter(entry ->
                        work.own().stream().anyMatch(saved -> saved.directory().equals(entry.directory())))
                .toList();
        return new SavedRun(all.directory, all.tracker, all.trackerProblem, own, all.owners, work);
    }

    List<String> says() {
        return owners.says();
    }

    /** Whether it is worth saying whose each is: of a session's own that is known. */
    boolean tellsOwners() {
        return work == null && entries.stream().anyMatch(entry -> owner(entry).isPresent());
    }

    /** The session that an entry is of: "2"; with its workspace where that is another one. Empty where none is known. */
    Optional<String> owner(CheckpointEntry entry) {
        return owners.entry(entry.iteration())
                .map(DirectoryOwners.Entry::owner)
                .map(owner -> owner.elsewhere() == null
                        ? owner.id().text()
                        : owner.id().text() + " of '" + owner.elsewhere() + "'");
    }

    /** The iteration Megatron would load; empty where it would load none, or fail. */
    Optional<CheckpointEntry> loaded() {
        return entries.stream()
                .filter(entry -> entry.tracked() && entry.loadable())
                .findFirst();
    }

    Optional<CheckpointEntry> newestComplete() {
        return entries.stream().filter(CheckpointEntry::complete).reduce((older, newer) -> newer);
    }

    /** Nothing saved yet is nothing wrong. */
    boolean loadable() {
        boolean anothers = work != null && work.astray().isPresent();
        return (entries.isEmpty() && tracker.isEmpty()) || loaded().isPresent() || anothers;
    }

    /** What a resume or a fine-tuning from here would do, one sentence. */
    String outlook() {
        if (loaded().isPresent()) {
            CheckpointEntry entry = loaded().get();
            if (!entry.complete()) {
                return "a training that loads this directory takes iteration " + entry.iteration()
                        + ", which is not looked into here";
            }
            return "a training that loads this directory takes iteration " + entry.iteration()
                    + (entry.optimizer() ? "" : ", which has no optimizer state: it can be fine-tuned, not resumed");
        }
        Optional<String> anothers = work == null ? Optional.empty() : work.astray();
        if (anothers.isPresent()) {
            return anothers.get();
        }
        return entries.isEmpty() ? "nothing was saved here" : trackerProblem.orElse("no iteration can be loaded");
    }

    /** The command that makes the newest whole iteration the one that is loaded; empty where nothing is to be mended or nothing is whole. */
    Optional<String> remedy() {
        return loadable()
                ? Optional.empty()
                : newestComplete()
                        .map(entry -> "!printf "
                                + (entry.name().equals("release") ? "release" : Long.toString(entry.iteration()))
                                + " >'"
                                + directory.resolve(Checkpoints.TRACKER) + "'");
    }
}
