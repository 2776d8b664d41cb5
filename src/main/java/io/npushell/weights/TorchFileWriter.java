package io.npushell.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what {@code torch.save} writes: a zip of stored entries, one pickle (protocol 2) and one storage per tensor. */
public final class TorchFileWriter {
    // torch takes the file's name here; a constant keeps the bytes the same under a temporary name
    private static final String ROOT = "archive/";

    private TorchFileWriter() {}

    /** An argparse.Namespace. */
    public record Namespace(Map<String, ? extends @Nullable Object> values) {}

    /** A collections.OrderedDict, for the few readers that tell it from a dict. */
    public record OrderedDict(Map<String, ? extends @Nullable Object> values) {}

    /**
     * Writes one file, forced to disk; the caller writes to a temporary name and renames.
     *
     * @param root values may be Map, List, String, Integer, Long, Double, Boolean, null, {@link Namespace},
     *     {@link OrderedDict}, {@link TensorSource}; a tensor given twice is stored once
     */
    public static void write(Path file, Map<String, ?> root) throws IOException {
        PickleWriter pickle = new PickleWriter();
        byte[] pickled = pickle.pickle(root);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ZipWriter zip = new ZipWriter(channel);
            zip.add(ROOT + "data.pkl", pickled);
            zip.add(ROOT + ".format_version", ascii("1"));
            zip.add(ROOT + ".storage_alignment", ascii("64"));
            zip.add(ROOT + "byteorder", ascii("little"));
            List<TensorSource> storages = pickle.storages();
            for (int key = 0; key < storages.size(); key++) {
                TensorSource tensor = storages.get(key);
                long size = Math.multiplyExact(
                        Shapes.count(tensor.shape()), tensor.dtype().bytes());
                zip.add(ROOT + "data/" + key, size, tensor::writeTo);
            }
            zip.add(ROOT + "version", ascii("3\n"));
            zip.finish();
            channel.force(true);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
