package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.OperatorException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedDatasetTest {
    @TempDir
    Path directory;

    @Test
    void readsWhatMegatronWrote() {
        DatasetFacts facts = IndexedDataset.inspect(Recorded.INT32);

        assertThat(facts.problem()).isNull();
        assertThat(facts.exists()).isTrue();
        assertThat(facts.documents()).isEqualTo(300);
        assertThat(facts.sequences()).isEqualTo(300);
        assertThat(facts.tokens()).isEqualTo(69950);
        assertThat(facts.manifest()).isEmpty();
    }

    @Test
    void readsTheSameTokensFromBothTypes() throws IOException {
        try (IndexedDataset int32 = IndexedDataset.open(Recorded.INT32);
                IndexedDataset uint16 = IndexedDataset.open(Recorded.UINT16)) {
            assertThat(uint16.sequences()).isEqualTo(int32.sequences());
            for (int i = 0; i < int32.sequences(); i++) {
                assertThat(tokens(uint16, i)).isEqualTo(tokens(int32, i));
            }
            assertThat(tokens(int32, 0)).endsWith(50256);
        }
    }

    @Test
    void readsAcrossThePiecesOfTheMapping() throws IOException {
        try (IndexedDataset whole = IndexedDataset.open(Recorded.INT32);
                IndexedDataset pieces = IndexedDataset.open(Recorded.INT32, 64)) {
            for (int i = 0; i < whole.sequences(); i++) {
                assertThat(tokens(pieces, i)).isEqualTo(tokens(whole, i));
            }
        }
    }

    @Test
    void copiesPartOfASequence() throws IOException {
        try (IndexedDataset dataset = IndexedDataset.open(Recorded.INT32)) {
            int[] all = tokens(dataset, 7);
            int[] part = new int[10];

            dataset.copy(7, 3, part, 2, 5);

            assertThat(part).startsWith(0, 0, all[3], all[4], all[5], all[6], all[7], 0);
            int tooMany = dataset.length(7);
            assertThatThrownBy(() -> dataset.copy(7, 1, new int[tooMany], 0, tooMany))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void readsBeyondTwoGibibytes() throws IOException {
        int length = 300_000_000;
        Path bin = directory.resolve("big.bin");
        try (RandomAccessFile file = new RandomAccessFile(bin.toFile(), "rw")) {
            file.setLength(3L * length * 4);
            file.seek((3L * length - 1) * 4);
            file.writeInt(Integer.reverseBytes(4711));
        }
        writeIndex(new int[] {length, length, length}, 3);

        try (IndexedDataset dataset = IndexedDataset.open(directory.resolve("big"))) {
            int[] last = new int[2];
            dataset.copy(2, length - 2, last, 0, 2);
            assertThat(last).containsExactly(0, 4711);
            assertThat(dataset.tokens()).isEqualTo(900_000_000L);
        }
    }

    private void writeIndex(int[] lengths, long lastStart) throws IOException {
        ByteBuffer index = ByteBuffer.allocate(34 + 12 * lengths.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        index.put(IndexSummary.MAGIC)
                .putLong(1)
                .put((byte) 4)
                .putLong(lengths.length)
                .putLong(2);
        IntStream.of(lengths).forEach(index::putInt);
        long position = 0;
        for (int length : lengths) {
            index.putLong(position);
            position += 4L * length;
        }
        index.putLong(0).putLong(lastStart);
        Files.write(directory.resolve("big.idx"), index.array());
    }

    @Test
    void saysWhichFileIsMissing() throws IOException {
        Path prefix = copyOfRecorded();

        Files.delete(Recorded.file(prefix, ".bin"));

        assertThat(IndexedDataset.inspect(prefix).exists()).isFalse();
        assertThat(IndexedDataset.inspect(prefix).problem())
                .isEqualTo(prefix + ".bin is missing beside the other files of this dataset");
        assertThat(IndexedDataset.inspect(directory.resolve("none")).problem()).isNull();
        assertThatThrownBy(() -> IndexedDataset.open(prefix)).hasMessage("there is no file " + prefix + ".bin");
    }

    @Test
    void refusesAnIndexCutAnywhere() throws IOException {
        Path prefix = copyOfRecorded();
        byte[] whole = Files.readAllBytes(Recorded.file(Recorded.INT32, ".idx"));

        for (int length = 0; length < whole.length; length += length < 100 ? 1 : 97) {
            Files.write(Recorded.file(prefix, ".idx"), java.util.Arrays.copyOf(whole, length));

            assertThat(IndexedDataset.inspect(prefix).problem())
                    .as("cut at %d", length)
                    .isNotNull();
            assertThatThrownBy(() -> IndexedDataset.open(prefix)).isInstanceOf(OperatorException.class);
        }
    }

    @Test
    void refusesWhatDoesNotFitTogether() throws IOException {
        assertProblem(0, (byte) 'X', "does not begin with \"MMIDIDX\"");
        assertProblem(9, (byte) 2, "has version 2 instead of 1");
        assertProblem(17, (byte) 6, "data type code 6");
        assertProblem(18, (byte) 1, "does not fit its 257 sequences and 301 document starts");
        assertProblem(25, (byte) 0x80, "does not fit its -");
        assertProblem(37, (byte) 0x80, "gives sequence 0 the length -");
        assertProblem(34, (byte) 1, "puts sequence 299 at byte 279292 of 279256");
        assertProblem(34 + 1200, (byte) 4, "puts sequence 0 at byte 4");
        assertProblem(34 + 3600, (byte) 1, "starts document 0 at sequence 1");
        assertProblem(34 + 3600 + 2400, (byte) 0xff, "ends its last document at sequence");
    }

    private void assertProblem(int at, byte value, String problem) throws IOException {
        Path prefix = copyOfRecorded();
        byte[] index = Files.readAllBytes(Recorded.file(prefix, ".idx"));
        index[at] = value;
        Files.write(Recorded.file(prefix, ".idx"), index);

        assertThat(IndexedDataset.inspect(prefix).problem()).contains(problem);
        assertThatThrownBy(() -> IndexedDataset.open(prefix)).hasMessageContaining(problem);
    }

    @Test
    void refusesTokensCutShort() throws IOException {
        Path prefix = copyOfRecorded();
        try (FileChannel bin = FileChannel.open(Recorded.file(prefix, ".bin"), StandardOpenOption.WRITE)) {
            bin.truncate(279_796);
        }

        assertThat(IndexedDataset.inspect(prefix).problem())
                .isEqualTo(prefix + ".bin has 279796 bytes, but its index counts 69950 tokens (279800 bytes)");
    }

    @Test
    void knowsThePackedThreeOfFineTuning() throws IOException {
        Path prefix = directory.resolve("alpaca_ft");
        for (String key : new String[] {"input_ids", "attention_mask", "labels"}) {
            copy(Recorded.INT32, directory.resolve("alpaca_ft_packed_" + key + "_document"));
        }

        assertThat(IndexedDataset.inspect(prefix).problem()).isNull();
        assertThat(IndexedDataset.inspect(prefix).documents()).isEqualTo(300);

        try (IndexedDatasetWriter other =
                IndexedDatasetWriter.create(directory.resolve("alpaca_ft_packed_labels_document"))) {
            other.add(new int[] {1, 2, 3});
            other.endDocument();
            other.complete();
        }
        assertThat(IndexedDataset.inspect(prefix).problem()).contains("do not describe the same samples");

        Files.delete(directory.resolve("alpaca_ft_packed_labels_document.idx"));
        assertThat(IndexedDataset.inspect(prefix).exists()).isFalse();
        assertThat(IndexedDataset.inspect(prefix).problem()).contains("labels_document.idx is missing");
    }

    private Path copyOfRecorded() throws IOException {
        Path prefix = directory.resolve("a_int32_text_document");
        copy(Recorded.INT32, prefix);
        return prefix;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (String suffix : new String[] {".bin", ".idx"}) {
            Files.copy(
                    Recorded.file(from, suffix),
                    Recorded.file(to, suffix),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static int[] tokens(IndexedDataset dataset, int sequence) {
        int[] tokens = new int[dataset.length(sequence)];
        dataset.copy(sequence, 0, tokens, 0, tokens.length);
        return tokens;
    }
}
