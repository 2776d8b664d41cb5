package io.npushell.weights;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One saved iteration as a list of checkpoints shows it.
 *
 * @param name of its directory: "iter_0000100" or "release"
 * @param ranks files of ranks that are there
 * @param bytes of all its files
 * @param optimizer whether optimizer state is in it, so that a training can go on from it
 * @param tracked whether the tracker names it
 * @param state whether it is whole, one sentence where it is not or was not looked into
 * @param saved when its newest file was written, null where there is none
 */
public record CheckpointEntry(
        long iteration,
        String name,
        Path directory,
        int tensorParallel,
        int pipelineParallel,
        int ranks,
        long bytes,
        boolean optimizer,
        boolean tracked,
        IterationState state,
        @Nullable Instant saved) {

    /** Everything saved in a directory, the oldest iteration first; looks at names, sizes and the zip directories, reads args only. */
    public static List<CheckpointEntry> list(Path directory) {
        Optional<String> tracker = Checkpoints.tracker(directory);
        return SavedIteration.list(directory).stream()
                .map(saved -> of(saved, tracker.filter(saved::isNamed).isPresent()))
                .sorted(Comparator.comparingLong(CheckpointEntry::iteration))
                .toList();
    }

    public boolean complete() {
        return state.whole();
    }

    /** Whether a training may be able to load it: it is whole, or of a kind that is not read here. */
    public boolean loadable() {
        return state.whole() || state.unread();
    }

    /** Why it is not complete, one sentence, "" where it is. */
    public String problem() {
        return state.sentence();
    }

    private static CheckpointEntry of(SavedIteration saved, boolean tracked) {
        return new CheckpointEntry(
                saved.number(),
                String.valueOf(saved.directory().getFileName()),
                saved.directory(),
                saved.tensorParallel(),
                saved.pipelineParallel(),
                saved.files().size(),
                saved.bytes(),
                saved.hasDistributedOptimizer() || optimizerInside(saved),
                tracked,
                saved.state(),
                saved.saved());
    }

    private static boolean optimizerInside(SavedIteration saved) {
        if (saved.files().isEmpty()) {
            return false;
        }
        try {
            return RankFile.of(saved.files().get(0)).optimizer();
        } catch (OperatorException | IOException unreadable) {
            return false;
        }
    }
}
