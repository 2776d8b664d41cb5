package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
    private static final long FIVE_GIB = 5L << 30;

    @TempDir
    Path directory;

    @Test
    void writesWhatTheJdkReads() throws IOException {
        Path file = directory.resolve("a.zip");
        write(file, "first", "second");

        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] content = zip.getInputStream(zip.getEntry("archive/1")).readAllBytes();
            assertThat(new String(content, StandardCharsets.US_ASCII)).isEqualTo("second");
            assertThat(zip.getEntry("archive/0").getCompressedSize()).isEqualTo(5);
        }
    }

    @Test
    void alignsEveryEntryAsTorchMapsIt() throws IOException {
        Path file = directory.resolve("a.zip");
        write(file, "a", "bb", "x".repeat(100), "");

        try (FileChannel channel = FileChannel.open(file)) {
            for (ZipEntryFacts entry : ZipDirectory.read(channel).values()) {
                assertThat(ZipDirectory.dataStart(channel, entry) % 64).isZero();
            }
        }
    }

    @Test
    void putsLargeSizesAndOffsetsIntoTheZip64Field() throws IOException {
        ZipEntryFacts large = new ZipEntryFacts("archive/data/0", 7, FIVE_GIB, 128);
        ZipEntryFacts far = new ZipEntryFacts("archive/data/1", 8, 4, FIVE_GIB + 192);
        ByteBuffer header = ZipWriter.localHeader(large.name(), large.size(), large.start());

        assertThat(header.getInt(22)).isEqualTo(-1);
        assertThat(header.getShort(4)).isEqualTo((short) 45);
        assertThat(header.getLong(30 + large.name().length() + 4)).isEqualTo(FIVE_GIB);
        assertThat((large.start() + header.limit()) % 64).isZero();
        assertThat(directory(2 * FIVE_GIB, large, far))
                .containsEntry(large.name(), large)
                .containsEntry(far.name(), far);
    }

    @Test
    void refusesADirectoryThatPointsOutsideTheFile() {
        ZipEntryFacts outside = new ZipEntryFacts("archive/data/0", 7, FIVE_GIB, 128);

        assertThatThrownBy(() -> directory(1000, outside))
                .isInstanceOf(BrokenFileException.class)
                .hasMessageContaining("'archive/data/0' lies outside the file");
    }

    /** Writes only a directory, at the end of a sparse file of that size. */
    private Map<String, ZipEntryFacts> directory(long start, ZipEntryFacts... entries) throws IOException {
        try (FileChannel channel = FileChannel.open(
                directory.resolve("sparse.zip"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            long position = start;
            for (ZipEntryFacts entry : entries) {
                position += channel.write(entry.directoryRecord(), position);
            }
            channel.write(ZipEntryFacts.endOfDirectory(entries.length, position - start, start), position);
            return ZipDirectory.read(channel);
        }
    }

    private static void write(Path file, String... contents) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ZipWriter zip = new ZipWriter(channel);
            for (int i = 0; i < contents.length; i++) {
                zip.add("archive/" + i, Objects.requireNonNull(contents[i]).getBytes(StandardCharsets.US_ASCII));
            }
            zip.finish();
        }
    }
}
