package io.npushell.weights;

import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;

/** Reads a file of weights to its last byte, in pieces, and compares the checksums it has. */
public final class WholeFile {
    private static final int PIECE = 4 << 20;

    private final Path path;
    private final LongConsumer read;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final List<String> problems = new ArrayList<>();
    private long checked;

    private WholeFile(Path path, LongConsumer read) {
        this.path = path;
        this.read = read;
    }

    /**
     * What reading it gave.
     *
     * @param checked bytes that a checksum answers for: none of safetensors, which has no checksums, nor of a torch file saved without them
     * @param problems one sentence each, with file and tensor
     */
    public record Result(long checked, List<String> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads it.
     *
     * @param read is told of bytes as they are read; what it throws ends the reading
     * @throws OperatorException FAILED where it is no file of weights
     */
    public static Result check(Path path, LongConsumer read) throws IOException {
        WholeFile file = new WholeFile(path, read);
        if (path.getFileName().toString().endsWith(".safetensors")) {
            file.safetensors();
        } else {
            file.torch();
        }
        return new Result(file.checked, file.problems);
    }

    /**
     * Reads a file of a checkpoint only for the checksums of its zip: what its pickle holds is the affair of whoever loads it. One that is no zip has
     * none.
     *
     * @param read as for {@link #check}
     */
    public static Result checksums(Path path, LongConsumer read) throws IOException {
        WholeFile file = new WholeFile(path, read);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer magic = ByteBuffer.allocate(2);
            if (channel.read(magic, 0) < 2 || magic.get(0) != 'P' || magic.get(1) != 'K') {
                return new Result(0, List.of());
            }
            Map<String, List<String>> tensors = tensors(path);
            for (ZipEntryFacts entry : new TreeMap<>(ZipDirectory.read(channel)).values()) {
                file.entry(channel, entry, named(tensors.getOrDefault(entry.name(), List.of()), entry.name()));
            }
        } catch (BrokenFileException e) {
            file.problems.add("'" + path + "' " + e.getMessage());
        }
        return new Result(file.checked, file.problems);
    }

    private static Map<String, List<String>> tensors(Path path) throws IOException {
        try (TorchFile file = TorchFile.open(path)) {
            return file.tensorsByEntry();
        } catch (OperatorException e) {
            return Map.of();
        }
    }

    private void safetensors() throws IOException {
        SafetensorsFile.open(path).close(); // shapes, places and the file's size agree
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            crc(channel, 0, channel.size(), "the tensors");
        }
    }

    private void torch() throws IOException {
        Map<String, List<String>> tensors;
        try (TorchFile file = TorchFile.open(path)) {
            tensors = file.tensorsByEntry();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (ZipEntryFacts entry : new TreeMap<>(ZipDirectory.read(channel)).values()) {
                entry(channel, entry, named(tensors.getOrDefault(entry.name(), List.of()), entry.name()));
            }
        }
    }

    private void entry(FileChannel channel, ZipEntryFacts entry, String name) throws IOException {
        try {
            long crc = crc(channel, ZipDirectory.dataStart(channel, entry), entry.size(), name);
            if (entry.crc() != 0 && entry.crc() != crc) { // torch can be told to write none
                problems.add("'" + path + "' is damaged: the checksum of " + name + " does not match");
            } else if (entry.crc() == crc) {
                checked += entry.size();
            }
        } catch (BrokenFileException e) {
            problems.add("'" + path + "' " + e.getMessage());
        }
    }

    private static String named(List<String> tensors, String entry) {
        String more = tensors.size() > 1 ? " and " + (tensors.size() - 1) + " more in '" : " in '";
        return tensors.isEmpty() ? "'" + entry + "'" : "tensor '" + tensors.get(0) + "'" + more + entry + "'";
    }

    private long crc(FileChannel channel, long start, long size, String name) throws IOException {
        CRC32 crc = new CRC32();
        for (long at = 0; at < size; ) {
            piece.clear().limit((int) Math.min(PIECE, size - at));
            int count;
            try {
                count = channel.read(piece, start + at);
            } catch (IOException e) {
                throw new IOException("at " + name + ": " + e.getMessage(), e);
            }
            if (count < 0) {
                throw new BrokenFileException("is truncated at " + name);
            }
            crc.update(piece.flip());
            at += count;
            read.accept(count);
        }
        return crc.getValue();
    }
}
