package io.npushell.weights;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One iteration's directory as it lies on disk, complete or not. Temporary names are none of its.
 *
 * @param number 0 for "release", as Megatron counts it
 * @param tensorParallel as many as the rank directories imply
 * @param files of the ranks that are there, in order
 */
public record SavedIteration(Path directory, long number, int tensorParallel, int pipelineParallel, List<Path> files) {
    private static final Pattern ITERATION = Pattern.compile("iter_([0-9]{7,18})|release");
    private static final Pattern RANK = Pattern.compile("mp_rank_([0-9]{2,6})(?:_([0-9]{3,6}))?");

    /** The newest first. */
    public static List<SavedIteration> list(Path directory) {
        List<SavedIteration> iterations = new ArrayList<>();
        for (Path child : children(directory)) {
            at(child).ifPresent(iterations::add);
        }
        iterations.sort(Comparator.comparingLong(SavedIteration::number).reversed());
        return iterations;
    }

    /** The one that a directory itself is, "iter_0000100" or "release"; empty where it is none. */
    public static Optional<SavedIteration> at(Path directory) {
        Matcher name = ITERATION.matcher(String.valueOf(directory.getFileName()));
        return name.matches() && Files.isDirectory(directory)
                ? Optional.of(look(directory, name.group(1) == null ? 0 : Long.parseLong(name.group(1))))
                : Optional.empty();
    }

    /** The same for a directory of any name that is a distributed checkpoint itself; its number is -1. */
    public static Optional<SavedIteration> unnumbered(Path directory) {
        return DistributedFormat.of(directory).map(format -> new SavedIteration(directory, -1, 0, 0, List.of()));
    }

    /** How Megatron core saved it where it is a distributed checkpoint: "torch_dist" and the like; such a one is not read here. */
    public Optional<String> distributed() {
        return DistributedFormat.of(directory);
    }

    /** Whether the tracker's text means this one. */
    public boolean isNamed(String tracker) {
        boolean release = directory.endsWith("release");
        return tracker.equals("release") ? release : !release && Long.parseLong(tracker) == number;
    }

    /** Opens every file and reads its pickle, no tensor. */
    public IterationState state() {
        Optional<String> distributed = distributed();
        if (distributed.isPresent()) {
            return IterationState.unread("'" + directory + "' is a distributed checkpoint (" + distributed.get()
                    + String.format(
                            Locale.ROOT,
                            ") of %s, %,d bytes, not looked into",
                            directory.endsWith("release") ? "a release" : "iteration " + number,
                            bytes()));
        }
        if (files.isEmpty()) {
            return IterationState.broken("'" + directory + "' holds no mp_rank directory");
        }
        List<RankFile> ranks = new ArrayList<>();
        for (Path file : files) {
            try {
                RankFile rank = RankFile.of(file);
                if (!rank.model()) {
                    return IterationState.broken("'" + file + "' holds no weights of a model");
                }
                ranks.add(rank);
            } catch (OperatorException e) {
                String sentence = String.valueOf(e.getMessage());
                return TorchFile.hostile(e)
                        ? new IterationState(IterationState.Kind.HOSTILE, sentence)
                        : TorchFile.notUnderstood(e)
                                ? IterationState.unread(sentence)
                                : IterationState.broken(sentence);
            } catch (IOException e) {
                return IterationState.broken("'" + file + "' is missing or cannot be read");
            }
        }
        long needed = Math.max((long) tensorParallel * pipelineParallel, ranksTheArgsName(ranks.get(0)));
        return files.size() < needed
                ? IterationState.broken(
                        "'" + directory + "' holds " + files.size() + " of " + needed + " mp_rank directories")
                : RanksTogether.problem(this, ranks).map(IterationState::mixed).orElse(IterationState.WHOLE);
    }

    /** Whether a training may be able to load it: it is whole, or of a kind that is not read here. */
    public boolean loadable() {
        IterationState state = state();
        return state.whole() || state.unread();
    }

    private static long ranksTheArgsName(RankFile rank) {
        long tensorRanks = rank.number("tensor_model_parallel_size");
        long pipelineRanks = rank.number("pipeline_model_parallel_size");
        return tensorRanks > 0 && tensorRanks < 100_000 && pipelineRanks > 0 && pipelineRanks < 100_000
                ? tensorRanks * pipelineRanks
                : 0;
    }

    /** Megatron's distributed optimizer keeps its state in files of its own. */
    public boolean hasDistributedOptimizer() {
        return files.stream().anyMatch(file -> Files.exists(file.resolveSibling("distrib_optim.pt")));
    }

    /** When its newest file was written, null where there is none; a file that is gone has no time. */
    public @Nullable Instant saved() {
        return (files.isEmpty() ? parts() : files)
                .stream()
                        .map(file -> file.toFile().lastModified())
                        .filter(millis -> millis > 0)
                        .max(Comparator.naturalOrder())
                        .map(Instant::ofEpochMilli)
                        .orElse(null);
    }

    /** Everything in the directories of the ranks, the optimizer's own files too; of a distributed checkpoint all its files. */
    public List<Path> parts() {
        if (files.isEmpty()) {
            return children(directory).stream()
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        return files.stream()
                .flatMap(file -> children(file.resolveSibling("")).stream().sorted())
                .toList();
    }

    public long bytes() {
        return parts().stream().mapToLong(part -> part.toFile().length()).sum();
    }

    private static SavedIteration look(Path directory, long number) {
        TreeMap<Long, Path> ranks = new TreeMap<>();
        int tensorParallel = 0;
        int pipelineParallel = 0;
        for (Path child : children(directory)) {
            Matcher name = RANK.matcher(child.getFileName().toString());
            if (name.matches() && Files.isDirectory(child)) {
                int tensorRank = Integer.parseInt(name.group(1));
                int pipelineRank = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
                tensorParallel = Math.max(tensorParallel, tensorRank + 1);
                pipelineParallel = Math.max(pipelineParallel, pipelineRank + 1);
                ranks.put(tensorRank * 1_000_000L + pipelineRank, child.resolve(Checkpoints.FILE));
            }
        }
        return new SavedIteration(directory, number, tensorParallel, pipelineParallel, List.copyOf(ranks.values()));
    }

    private static List<Path> children(Path directory) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        return children;
    }
}
