package io.npushell.weights;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/**
 * A torch file being written tensor by tensor, so that several files can grow side by side while their common source is read once.
 *
 * <p>The tensors in the root only say type and shape here: their bytes go, in the order of {@link #tensors}, into what {@link #next} gives.
 */
public final class TorchFileOutput implements AutoCloseable {
    // torch takes the file's name here; a constant keeps the bytes the same under a temporary name
    private static final String ROOT = "archive/";

    private final FileChannel channel;
    private final ZipWriter zip;
    private final List<TensorSource> tensors;
    private int begun;

    private TorchFileOutput(FileChannel channel, List<TensorSource> tensors) {
        this.channel = channel;
        this.zip = new ZipWriter(channel);
        this.tensors = List.copyOf(tensors);
    }

    /** Opens the file and writes all that stands before the tensors; values as {@link TorchFileWriter#write} takes them. */
    public static TorchFileOutput create(Path file, Map<String, ?> root) throws IOException {
        PickleWriter pickle = new PickleWriter();
        byte[] pickled = pickle.pickle(root);
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        TorchFileOutput output = new TorchFileOutput(channel, pickle.storages());
        try {
            output.zip.add(ROOT + "data.pkl", pickled);
            output.zip.add(ROOT + ".format_version", ascii("1"));
            output.zip.add(ROOT + ".storage_alignment", ascii("64"));
            output.zip.add(ROOT + "byteorder", ascii("little"));
            return output;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Every tensor once, in the order they are to be written. */
    public List<TensorSource> tensors() {
        return tensors;
    }

    /** Ends the tensor before and begins the next. */
    public WritableByteChannel next() throws IOException {
        endOne();
        TensorSource tensor = tensors.get(begun);
        long size =
                Math.multiplyExact(Shapes.count(tensor.shape()), tensor.dtype().bytes());
        return zip.begin(ROOT + "data/" + begun++, size);
    }

    /** Writes the end of the file and forces it to disk. */
    public void complete() throws IOException {
        endOne();
        if (begun < tensors.size()) {
            throw new IllegalStateException(begun + " of " + tensors.size() + " tensors are written");
        }
        zip.add(ROOT + "version", ascii("3\n"));
        zip.finish();
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void endOne() throws IOException {
        if (begun > 0) {
            zip.end();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
