package io.npushell.weights.convert;

import io.npushell.OperatorException;
import io.npushell.weights.SavedIteration;
import io.npushell.weights.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What reading all weights under a path to their last byte gave.
 *
 * @param bytes of all files
 * @param checked those that a checksum answers for; safetensors has none
 * @param problems one sentence each, with file and tensor
 */
public record Verification(int files, long bytes, long checked, List<String> problems) {
    public Verification {
        problems = List.copyOf(problems);
    }

    /** Told how far the reading is; what it throws ends it. */
    public interface Progress {
        void read(long bytes, long of);
    }

    /**
     * Reads what {@link Inspector#inspect} looks at.
     *
     * @param iteration of a Megatron checkpoint, -1 for the tracker's
     * @throws OperatorException where there are no weights
     */
    public static Verification read(Path path, long iteration, Progress progress) throws IOException {
        List<Path> files = files(path, iteration);
        long all = files.stream().mapToLong(file -> file.toFile().length()).sum();
        long[] done = new long[1];
        long checked = 0;
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                WholeFile.Result result = WholeFile.check(file, count -> progress.read(done[0] += count, all));
                checked += result.checked();
                problems.addAll(result.problems());
            } catch (IOException e) {
                problems.add("'" + file + "' cannot be read: " + e.getMessage());
            }
        }
        return new Verification(files.size(), all, checked, problems);
    }

    private static List<Path> files(Path path, long iteration) throws IOException {
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        Optional<SavedIteration> one = SavedIteration.at(path);
        Path above = path.toAbsolutePath().getParent();
        if (one.isPresent() && above != null) {
            return files(above, one.get().number());
        }
        if (SavedIteration.list(path).isEmpty()) {
            return WeightFiles.of(path);
        }
        try (MegatronModel model = MegatronModel.open(path, iteration)) {
            return model.saved().parts().stream()
                    .filter(part -> part.toString().endsWith(".pt"))
                    .toList();
        }
    }
}
