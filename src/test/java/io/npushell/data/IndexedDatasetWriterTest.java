package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexedDatasetWriterTest {
    @TempDir
    Path directory;

    @Test
    void writesTheBytesMegatronWrites() throws IOException {
        Path prefix = directory.resolve("copy");
        try (IndexedDataset recorded = IndexedDataset.open(Recorded.INT32);
                IndexedDatasetWriter writer = IndexedDatasetWriter.create(prefix)) {
            for (int i = 0; i < recorded.sequences(); i++) {
                writer.add(IndexedDatasetTest.tokens(recorded, i));
                writer.endDocument();
            }
            writer.complete();
        }

        for (String suffix : List.of(".bin", ".idx")) {
            assertThat(Recorded.file(prefix, suffix)).hasSameBinaryContentAs(Recorded.file(Recorded.INT32, suffix));
        }
    }

    @Test
    void keepsEmptyDocumentsAndSequences() throws IOException {
        Path prefix = directory.resolve("odd");
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(prefix)) {
            writer.endDocument();
            writer.add(new int[0]);
            writer.add(new int[] {-100, Integer.MAX_VALUE});
            writer.endDocument();
            writer.complete();
        }

        try (IndexedDataset dataset = IndexedDataset.open(prefix)) {
            assertThat(dataset.documents()).isEqualTo(2);
            assertThat(dataset.sequences()).isEqualTo(2);
            assertThat(IndexedDatasetTest.tokens(dataset, 0)).isEmpty();
            assertThat(IndexedDatasetTest.tokens(dataset, 1)).containsExactly(-100, Integer.MAX_VALUE);
        }
    }

    @Test
    void leavesNothingWhenItIsNotCompleted() throws IOException {
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(directory.resolve("half"))) {
            writer.add(new int[] {1});
        }

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void replacesAnOlderDatasetAndItsManifest() throws IOException {
        Path prefix = directory.resolve("again");
        writeOne(prefix, 1);
        DatasetManifest.write(prefix, Map.of("input", "old.json", "documents", "1"));
        assertThat(IndexedDataset.inspect(prefix).manifest()).containsEntry("input", "old.json");

        writeOne(prefix, 2);

        assertThat(IndexedDataset.inspect(prefix).tokens()).isEqualTo(2);
        assertThat(IndexedDataset.inspect(prefix).manifest()).isEmpty();
    }

    private static void writeOne(Path prefix, int length) throws IOException {
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(prefix)) {
            writer.add(new int[length]);
            writer.endDocument();
            writer.complete();
        }
    }
}
