package io.npushell.weights;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A torch file opened for reading. Unpickles with a whitelist: a hostile file constructs nothing and runs nothing. */
public final class TorchFile implements AutoCloseable {
    private static final int MAX_PICKLE = 64 << 20;
    private static final int DEEPEST = 16; // a hostile pickle may hold itself
    private static final int MOST_VISITED = 1_000_000; // and that many times

    private final FileChannel channel;
    private final Map<String, ZipEntryFacts> entries;
    private final String prefix;
    private final Map<String, Object> root;
    private final IdentityHashMap<Object, String> places = new IdentityHashMap<>();

    private TorchFile(FileChannel channel) throws IOException {
        this.channel = channel;
        this.entries = ZipDirectory.read(channel);
        String pickle = entries.keySet().stream()
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
                .min(String::compareTo)
                .orElseThrow(() -> new BrokenFileException("is a zip without data.pkl, so no torch file"));
        this.prefix = pickle.substring(0, pickle.length() - "data.pkl".length());
        if (entries.containsKey(prefix + "constants.pkl")) {
            throw new BrokenFileException(
                    "is a TorchScript archive, made by torch.jit.save, and no dictionary of tensors");
        }
        if (entries.containsKey(prefix + "byteorder") && content(prefix + "byteorder")[0] == 'b') {
            throw new BrokenFileException("was written on a big-endian machine");
        }
        this.root = root(new Unpickler(content(pickle), new PickledNames(this::tensor)).load());
    }

    /**
     * Opens a file; reads no tensor.
     *
     * @throws OperatorException FAILED, naming the file, where it is truncated, no torch file or holds what is not on the whitelist
     */
    public static TorchFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new TorchFile(channel);
        } catch (BrokenFileException e) {
            channel.close();
            throw refusal(file, e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static OperatorException refusal(Path file, BrokenFileException e) {
        Optional<OperatorException> other = NotWeights.of(file);
        if (other.isPresent()) {
            return other.get();
        }
        if (e.isHostile()) {
            return new OperatorException(
                    ExitCode.FAILED, "'" + file + "' " + e.getMessage(), "do not load it; ask where it came from", e);
        }
        return e.understood()
                ? new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' " + e.getMessage(),
                        "take another checkpoint, or save it again",
                        e)
                : new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' is not understood: it " + e.getMessage(),
                        "read it with the program that saved it, or save it there without that",
                        e);
    }

    /** Whether a refusal of {@link #open} says only that the file is not understood; it may be sound then. */
    static boolean notUnderstood(OperatorException refusal) {
        return refusal.getCause() instanceof BrokenFileException reason && !reason.understood();
    }

    /** Whether a refusal of {@link #open} says that loading the file elsewhere would run something. */
    static boolean hostile(OperatorException refusal) {
        return refusal.getCause() instanceof BrokenFileException reason && reason.isHostile();
    }

    /**
     * The pickled object: maps, lists (also for tuples and sets), strings, {@link TorchFileWriter.Namespace}, {@link Tensor}, null; whole
     * numbers are Long (BigInteger beyond), others Double, bytes byte[]. What has no use here (a dtype, an enum) is an object whose {@code toString} is its name.
     */
    public Map<String, Object> root() {
        return root;
    }

    /** Names of the tensors in each entry of the zip that holds any. */
    Map<String, List<String>> tensorsByEntry() {
        Map<String, List<String>> names = new HashMap<>();
        name("", root, names, 0, new int[] {MOST_VISITED});
        return names;
    }

    private void name(String name, @Nullable Object value, Map<String, List<String>> names, int depth, int[] left) {
        if (left[0]-- <= 0) {
            return;
        }
        String entry = value instanceof Tensor ? places.get(value) : null;
        if (entry != null) {
            names.computeIfAbsent(entry, absent -> new ArrayList<>()).add(name);
        } else if (depth < DEEPEST && value instanceof Map<?, ?> map) {
            map.forEach(
                    (key, inner) -> name(name.isEmpty() ? "" + key : name + "." + key, inner, names, depth + 1, left));
        } else if (depth < DEEPEST && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                name(name + "." + i, list.get(i), names, depth + 1, left);
            }
        }
    }

    /** A tensor in the file; read on demand. */
    public interface Tensor extends TensorContent {
        /** Reads all elements as float32, row-major. */
        void read(float[] target, int offset) throws IOException;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The distributed optimizer's own file counts its buffers. */
    private static Map<String, Object> root(@Nullable Object value) throws BrokenFileException {
        if (!(value instanceof Map<?, ?> map)) {
            throw new BrokenFileException("holds no dictionary, so no checkpoint");
        }
        Map<String, Object> root = new LinkedHashMap<>();
        map.forEach((key, entry) -> root.put(String.valueOf(key), entry));
        return Collections.unmodifiableMap(root);
    }

    private byte[] content(String name) throws IOException {
        ZipEntryFacts entry = entries.get(name);
        if (entry == null || entry.size() > MAX_PICKLE) {
            throw new BrokenFileException("has an entry '" + name + "' too large for a torch file");
        }
        byte[] content = ZipDirectory.readFully(channel, ZipDirectory.dataStart(channel, entry), (int) entry.size())
                .array();
        CRC32 crc = new CRC32();
        crc.update(content);
        if (entry.crc() != 0 && entry.crc() != crc.getValue()) { // torch can be told to write none
            throw new BrokenFileException("is damaged: the checksum of '" + name + "' does not match");
        }
        return content;
    }

    private Tensor tensor(PickledNames.Storage storage, long offset, List<Long> shape, List<Long> strides)
            throws IOException {
        String name = "data/" + storage.key();
        ZipEntryFacts entry = entries.get(prefix + name);
        if (entry == null) {
            throw new BrokenFileException("lacks the data of a tensor, '" + name + "'");
        }
        if (!fits(storage, entry.size(), offset, shape, strides)) {
            throw new BrokenFileException("has a tensor that reaches beyond its data, '" + name + "'");
        }
        int width = storage.dtype().bytes();
        long start = ZipDirectory.dataStart(channel, entry);
        long end = start + storage.count() * width;
        Tensor tensor = new StoredTensor(channel, storage.dtype(), start + offset * width, end, shape, strides);
        places.put(tensor, prefix + name);
        return tensor;
    }

    private static boolean fits(
            PickledNames.Storage storage, long size, long offset, List<Long> shape, List<Long> strides) {
        if (shape.size() != strides.size() || offset < 0 || negative(shape) || negative(strides)) {
            return false;
        }
        try {
            Shapes.count(shape);
            return Math.multiplyExact(storage.count(), storage.dtype().bytes()) <= size
                    && Math.addExact(offset, Shapes.span(shape, strides)) <= storage.count();
        } catch (ArithmeticException e) {
            return false;
        }
    }

    private static boolean negative(List<Long> numbers) {
        return numbers.stream().anyMatch(number -> number < 0);
    }
}
