package io.npushell.shell.logs;

import io.npushell.weights.CheckpointEntry;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TrackerProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a training saved to a directory.
 *
 * @param tracker what latest_checkpointed_iteration.txt says, empty where it is missing or unreadable
 * @param trackerProblem why it leads to no whole iteration, and what comes of it
 * @param entries the oldest first
 */
record SavedRun(
        Path directory, Optional<String> tracker, Optional<String> trackerProblem, List<CheckpointEntry> entries) {
    SavedRun {
        entries = List.copyOf(entries);
    }

    static SavedRun look(Path directory) {
        return new SavedRun(
                directory,
                Checkpoints.tracker(directory),
                TrackerProblem.of(directory),
                CheckpointEntry.list(directory));
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
        return (entries.isEmpty() && tracker.isEmpty()) || loaded().isPresent();
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
