package io.npushell.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what {@code torch.save} writes: a zip of stored entries, one pickle (protocol 2) and one storage per tensor. */
public final class TorchFileWriter {
    private TorchFileWriter() {}

    /** An argparse.Namespace. */
    public record Namespace(Map<String, ? extends @Nullable Object> values) {}

    /** A name that a module has, such as torch.bfloat16; only pickled, never looked up. */
    public record Global(String module, String name) {}

    /** A collections.OrderedDict, for the few readers that tell it from a dict. */
    public record OrderedDict(Map<String, ? extends @Nullable Object> values) {}

    /**
     * Writes one file, forced to disk; the caller writes to a temporary name and renames.
     *
     * @param root values may be Map, List, String, Integer, Long, Double, Boolean, null, {@link Namespace},
     *     {@link OrderedDict}, {@link Global}, {@link TensorSource}; a tensor given twice is stored once
     */
    public static void write(Path file, Map<String, ?> root) throws IOException {
        try (TorchFileOutput output = TorchFileOutput.create(file, root)) {
            for (TensorSource tensor : output.tensors()) {
                tensor.writeTo(output.next());
            }
            output.complete();
        }
    }
}
