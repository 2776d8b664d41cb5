package io.npushell.weights;

import io.npushell.OperatorException;
import io.npushell.io.AtomicFile;
import io.npushell.model.ModelSizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Directories of Megatron checkpoints: {@code iter_0000100/mp_rank_00[_000]/model_optim_rng.pt} and the tracker. */
public final class Checkpoints {
    public static final String TRACKER = "latest_checkpointed_iteration.txt";

    static final String FILE = "model_optim_rng.pt";
    private static final int MAX_TRACKER = 64;

    private Checkpoints() {}

    /**
     * Never throws for what is missing or broken; looks at names, sizes and the zip directories, reads args only. The newest complete
     * iteration need not be the one the tracker names, and Megatron loads the tracker's: compare with {@link #tracker}.
     */
    public static CheckpointFacts inspect(Path directory) {
        if (!Files.isDirectory(directory)) {
            return unusable(false, "there is no directory '" + directory + "'");
        }
        return inspect(directory, SavedIteration.list(directory));
    }

    /** The same of the iteration that a program would load: the one the tracker names, where that is whole; else of the newest complete one. */
    public static CheckpointFacts inspectLoaded(Path directory) {
        Optional<String> name = tracker(directory);
        List<SavedIteration> saved = new ArrayList<>(SavedIteration.list(directory));
        saved.sort(Comparator.comparing(
                iteration -> name.filter(iteration::isNamed).isEmpty()));
        return !Files.isDirectory(directory) ? inspect(directory) : inspect(directory, saved);
    }

    /** The first complete one counts. */
    private static CheckpointFacts inspect(Path directory, List<SavedIteration> saved) {
        if (saved.isEmpty()) {
            return unusable(true, "'" + directory + "' holds no checkpoint");
        }
        Optional<String> tracker = tracker(directory);
        String newestProblem = "";
        for (SavedIteration iteration : saved) {
            IterationState state = iteration.state();
            boolean tracked = tracker.filter(iteration::isNamed).isPresent();
            if (state.whole()) {
                return facts(directory, saved, iteration);
            }
            if (state.unread() && (tracked || saved.size() == 1)) {
                return unread(iteration, tracked, state.sentence());
            }
            newestProblem = newestProblem.isEmpty() ? state.sentence() : newestProblem;
        }
        return unusable(true, newestProblem);
    }

    /** What the tracker says, "100" or "release"; empty where it is missing or unreadable. */
    public static Optional<String> tracker(Path directory) {
        Path tracker = directory.resolve(TRACKER);
        try {
            if (Files.size(tracker) > MAX_TRACKER) {
                return Optional.empty();
            }
            String text = new String(Files.readAllBytes(tracker), StandardCharsets.UTF_8).strip();
            return text.equals("release") || text.matches("[0-9]{1,18}") ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The file of one rank: mp_rank_TT where PP is 1, mp_rank_TT_PPP otherwise. */
    public static Path file(Path directory, long iteration, int tensorRank, int pipelineRank, int pipelineParallel) {
        String rank = pipelineParallel == 1
                ? String.format(Locale.ROOT, "mp_rank_%02d", tensorRank)
                : String.format(Locale.ROOT, "mp_rank_%02d_%03d", tensorRank, pipelineRank);
        return iterationDirectory(directory, iteration).resolve(rank).resolve(FILE);
    }

    public static Path iterationDirectory(Path directory, long iteration) {
        return directory.resolve(String.format(Locale.ROOT, "iter_%07d", iteration));
    }

    /** Replaces the tracker by rename; called when the iteration's directory is complete and renamed. */
    public static void writeTracker(Path directory, long iteration) throws IOException {
        AtomicFile.write(directory.resolve(TRACKER), Long.toString(iteration));
        AtomicFile.forceDirectory(directory);
    }

    private static CheckpointFacts facts(Path directory, List<SavedIteration> saved, SavedIteration complete) {
        boolean tracked = tracker(directory)
                .flatMap(name -> saved.stream()
                        .filter(iteration -> iteration.isNamed(name))
                        .findFirst())
                .filter(iteration ->
                        iteration.equals(complete) || iteration.state().whole())
                .isPresent();
        boolean optimizer = complete.hasDistributedOptimizer();
        long trainIters = -1;
        long globalBatch = -1;
        long vocabularyRows = -1;
        ModelSizes shape = ModelSizes.UNKNOWN;
        boolean adapters = false;
        String problem = null;
        boolean core = false;
        try (TorchFile file = TorchFile.open(complete.files().get(0))) {
            optimizer |= file.root().containsKey("optimizer");
            trainIters = CheckpointArgs.number(file.root(), "train_iters");
            globalBatch = CheckpointArgs.number(file.root(), "global_batch_size");
            vocabularyRows = CheckpointArgs.number(file.root(), "padded_vocab_size");
            shape = CheckpointArgs.shape(file.root());
            adapters = CheckpointArgs.adapters(file.root());
            core = RankFile.of(complete.files().get(0)).core();
        } catch (OperatorException | IOException e) {
            problem = String.valueOf(e.getMessage());
        }
        return new CheckpointFacts(
                true,
                tracked,
                complete.number(),
                complete.tensorParallel(),
                complete.pipelineParallel(),
                optimizer,
                trainIters,
                globalBatch,
                vocabularyRows,
                shape,
                adapters,
                core,
                complete.bytes(),
                problem,
                false);
    }

    /** The trainer may load what is not looked into here, so its iteration is told. */
    private static CheckpointFacts unread(SavedIteration saved, boolean tracked, String why) {
        return new CheckpointFacts(
                true,
                tracked,
                saved.number(),
                saved.tensorParallel(),
                saved.pipelineParallel(),
                false,
                -1,
                -1,
                -1,
                ModelSizes.UNKNOWN,
                false,
                false,
                saved.bytes(),
                why,
                true);
    }

    private static CheckpointFacts unusable(boolean exists, String problem) {
        return new CheckpointFacts(
                exists, false, -1, 0, 0, false, -1, -1, -1, ModelSizes.UNKNOWN, false, false, 0, problem, false);
    }
}
