package io.npushell.weights;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            Matcher name = ITERATION.matcher(child.getFileName().toString());
            if (name.matches() && Files.isDirectory(child)) {
                iterations.add(look(child, name.group(1) == null ? 0 : Long.parseLong(name.group(1))));
            }
        }
        iterations.sort(Comparator.comparingLong(SavedIteration::number).reversed());
        return iterations;
    }

    /** Whether the tracker's text means this one. */
    public boolean isNamed(String tracker) {
        boolean release = directory.endsWith("release");
        return tracker.equals("release") ? release : !release && Long.parseLong(tracker) == number;
    }

    /** Why it is not complete, one sentence; opens every file, and reads the pickle of the first. */
    public Optional<String> problem() {
        if (files.isEmpty()) {
            return Optional.of("'" + directory + "' holds no mp_rank directory");
        }
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                ZipDirectory.read(channel);
            } catch (BrokenFileException e) {
                return Optional.of("'" + file + "' " + e.getMessage());
            } catch (IOException e) {
                return Optional.of("'" + file + "' is missing or cannot be read");
            }
        }
        long needed = (long) tensorParallel * pipelineParallel;
        try (TorchFile file = TorchFile.open(files.get(0))) {
            if (!holdsModel(file)) {
                return Optional.of("'" + files.get(0) + "' holds no weights of a model");
            }
            needed = Math.max(needed, ranksTheArgsName(file));
        } catch (OperatorException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of("'" + files.get(0) + "' is missing or cannot be read");
        }
        return files.size() < needed
                ? Optional.of("'" + directory + "' holds " + files.size() + " of " + needed + " mp_rank directories")
                : Optional.empty();
    }

    /** "model"; with interleaved pipeline stages "model0", "model1" and so on. */
    private static boolean holdsModel(TorchFile file) {
        return file.root().entrySet().stream()
                .anyMatch(entry -> entry.getKey().matches("model[0-9]*") && entry.getValue() instanceof Map);
    }

    private static long ranksTheArgsName(TorchFile file) {
        long tensorRanks = CheckpointArgs.number(file.root(), "tensor_model_parallel_size");
        long pipelineRanks = CheckpointArgs.number(file.root(), "pipeline_model_parallel_size");
        return tensorRanks > 0 && tensorRanks < 100_000 && pipelineRanks > 0 && pipelineRanks < 100_000
                ? tensorRanks * pipelineRanks
                : 0;
    }

    /** Megatron's distributed optimizer keeps its state in files of its own. */
    public boolean hasDistributedOptimizer() {
        return files.stream().anyMatch(file -> Files.exists(file.resolveSibling("distrib_optim.pt")));
    }

    /** Everything in the directories of the ranks, the optimizer's own files too. */
    public List<Path> parts() {
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
