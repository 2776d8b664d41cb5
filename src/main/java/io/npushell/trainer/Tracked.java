package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ParallelSize;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.nio.file.Path;

/**
 * The checkpoint that the tracker of a directory names, as Megatron finds the one it loads.
 *
 * @param iteration {@link CheckpointReader#RELEASE} for a release
 */
record Tracked(Path directory, long iteration) {

    /**
     * Reads the tracker.
     *
     * @param purpose what there is nothing to do from: "resume from"
     */
    static Tracked in(Path directory, String purpose) {
        String name = Checkpoints.tracker(directory)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.FAILED,
                        "could not find the metadata file %s: there is nothing to %s"
                                .formatted(directory.resolve(Checkpoints.TRACKER), purpose)));
        return new Tracked(directory, name.equals("release") ? CheckpointReader.RELEASE : Long.parseLong(name));
    }

    boolean release() {
        return iteration == CheckpointReader.RELEASE;
    }

    /** What the first rank's file says of itself, found by the cut the checkpoint really has; that of the settings where that is not known. */
    StoredArguments arguments(ParallelSize otherwise) {
        CheckpointFacts facts = Checkpoints.inspect(directory);
        boolean whole = facts.problem() == null && facts.iteration() == iteration;
        return reader(whole ? new ParallelSize(facts.tensorParallel(), facts.pipelineParallel()) : otherwise)
                .arguments();
    }

    CheckpointReader reader(ParallelSize parallel) {
        return new CheckpointReader(directory, iteration, parallel);
    }
}
