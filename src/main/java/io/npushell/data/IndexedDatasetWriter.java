package io.npushell.data;

import io.npushell.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes a Megatron {@code .bin/.idx} pair of int32 tokens, in constant memory.
 *
 * <p>Everything goes to {@code *.part} names; only {@link #complete} makes the pair visible, .bin before .idx, so a dataset with an .idx is whole.
 * Closing without it removes what was written. One writer per prefix: take the {@link DatasetLock} first.
 */
public final class IndexedDatasetWriter implements AutoCloseable {
    private final DatasetFiles files;
    private final Path bin;
    private final Path index;
    private final Path lengths;
    private final Path starts;
    private final LittleEndianWriter binWriter;
    private final LittleEndianWriter lengthsWriter;
    private final LittleEndianWriter startsWriter;
    private long sequences;
    private long documents;
    private long tokens;

    private IndexedDatasetWriter(Path prefix) throws IOException {
        files = new DatasetFiles(prefix);
        bin = DatasetFiles.unfinished(files.bin());
        index = DatasetFiles.unfinished(files.index());
        lengths = DatasetFiles.unfinished(files.with(".lengths"));
        starts = DatasetFiles.unfinished(files.with(".starts"));
        binWriter = new LittleEndianWriter(bin);
        lengthsWriter = new LittleEndianWriter(lengths);
        startsWriter = new LittleEndianWriter(starts);
        startsWriter.writeLong(0);
    }

    /** Starts a pair with this prefix; its directory must exist. */
    public static IndexedDatasetWriter create(Path prefix) throws IOException {
        return new IndexedDatasetWriter(prefix);
    }

    /** Adds one sequence to the current document; an empty one counts too. */
    public void add(int[] ids) throws IOException {
        for (int id : ids) {
            binWriter.writeInt(id);
        }
        lengthsWriter.writeInt(ids.length);
        sequences++;
        tokens += ids.length;
    }

    /** Ends the current document; without an {@link #add} before it the document is empty. */
    public void endDocument() throws IOException {
        startsWriter.writeLong(sequences);
        documents++;
    }

    public long documents() {
        return documents;
    }

    public long tokens() {
        return tokens;
    }

    /** Makes the pair durable and visible, in place of an older one. */
    public void complete() throws IOException {
        completeAll(List.of(this), files.prefix());
    }

    /**
     * The same for pairs that belong together: whatever moment the power goes, no index of one stands beside tokens of another run.
     *
     * @param manifestPrefix the prefix whose manifest speaks of them; the one that is there is no longer true
     */
    public static void completeAll(List<IndexedDatasetWriter> writers, Path manifestPrefix) throws IOException {
        for (IndexedDatasetWriter writer : writers) {
            writer.binWriter.force();
            writer.lengthsWriter.flush();
            writer.startsWriter.flush();
            writer.writeIndex();
        }
        Path directory = manifestPrefix.toAbsolutePath().resolveSibling(".");
        Files.deleteIfExists(new DatasetFiles(manifestPrefix).manifest());
        for (IndexedDatasetWriter writer : writers) {
            Files.deleteIfExists(writer.files.manifest());
            Files.deleteIfExists(writer.files.index());
        }
        AtomicFile.forceDirectory(directory);
        for (IndexedDatasetWriter writer : writers) {
            Files.move(writer.bin, writer.files.bin(), StandardCopyOption.ATOMIC_MOVE);
        }
        for (IndexedDatasetWriter writer : writers) {
            Files.move(writer.index, writer.files.index(), StandardCopyOption.ATOMIC_MOVE);
        }
        AtomicFile.forceDirectory(directory);
    }

    private void writeIndex() throws IOException {
        try (LittleEndianWriter out = new LittleEndianWriter(index);
                LittleEndianReader in = new LittleEndianReader(lengths)) {
            out.writeBytes(IndexSummary.MAGIC);
            out.writeLong(1);
            out.writeBytes(new byte[] {(byte) TokenType.INT32.code});
            out.writeLong(sequences);
            out.writeLong(documents + 1);
            out.append(lengths);
            long position = 0;
            for (long i = 0; i < sequences; i++) {
                out.writeLong(position);
                position += (long) in.readInt() * TokenType.INT32.bytes;
            }
            out.append(starts);
            out.force();
        }
    }

    @Override
    public void close() throws IOException {
        for (LittleEndianWriter writer : List.of(binWriter, lengthsWriter, startsWriter)) {
            writer.close();
        }
        for (Path file : List.of(bin, index, lengths, starts)) {
            Files.deleteIfExists(file);
        }
    }
}
