package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetContentTest {
    private static final Path PACKED = Path.of("src/test/resources/recorded/modellink/general");

    @TempDir
    Path directory;

    @Test
    void marksWhatIsTrainedOn() throws IOException {
        DatasetContent content = DatasetContent.open(PACKED);
        Tokenizer tokenizer = Tokenizers.open(Path.of("profiles/qwen-nano"));

        DatasetContent.Sample sample = content.sample(1);

        assertThat(content.packed()).isTrue();
        assertThat(content.sequences()).isEqualTo(9);
        int masked = 0;
        while (!sample.isTrained(masked)) {
            masked++;
        }
        assertThat(tokenizer.decode(Arrays.copyOf(sample.ids(), masked)))
                .endsWith("The river is cold.\n### Response:\n");
        assertThat(tokenizer.decode(Arrays.copyOfRange(sample.ids(), masked, sample.length())))
                .isEqualTo("Der Fluss ist kalt.\n\n");
        assertThat(content.verify(tokenizer.vocabularySize())).isEmpty();
        // The answer that ends in the mark itself is masked to its end.
        assertThat(content.untrained()).isEqualTo(1);
    }

    @Test
    void findsIdsOutsideTheVocabularyAndMasksThatAreNone() throws IOException {
        write("x_packed_input_ids_document", new int[] {1, 2, 900}, new int[] {5});
        write("x_packed_attention_mask_document", new int[] {1, 1, 1}, new int[] {0});
        write("x_packed_labels_document", new int[] {-100, 2, 900}, new int[] {5});

        assertThat(DatasetContent.open(directory.resolve("x")).verify(500))
                .containsExactly(
                        "sample 0 has the id 900 at token 2; the tokenizer has 500 ids",
                        "sample 1 has the attention mask 0 at token 0");
    }

    @Test
    void findsLabelsThatAreNotThoseOfTheirTokens() throws IOException {
        write("x_packed_input_ids_document", new int[] {1, 2, 3}, new int[] {5, 6});
        write("x_packed_attention_mask_document", new int[] {1, 1, 1}, new int[] {1, 1});
        write("x_packed_labels_document", new int[] {-100, 3, 3}, new int[] {-100, 6});

        assertThat(DatasetContent.open(directory.resolve("x")).verify(500))
                .containsExactly("sample 0 has the label 3 at token 1, which is neither -100 nor its id 2");

        DatasetManifest.write(directory.resolve("x"), Map.of("handler", "MOSSMultiTurnHandler"));
        assertThat(DatasetContent.open(directory.resolve("x")).verify(500)).isEmpty();
    }

    @Test
    void listsDatasetsBehindLinksAndIsNotLedInCircles() throws IOException {
        write("elsewhere_text_document", new int[] {1, 2});
        Path workspace = Files.createDirectory(directory.resolve("workspace"));
        for (String ending : List.of(".bin", ".idx")) {
            Files.createSymbolicLink(
                    workspace.resolve("x_text_document" + ending),
                    directory.resolve("elsewhere_text_document" + ending));
        }
        Files.createSymbolicLink(workspace.resolve("circle"), workspace);

        assertThat(DatasetCatalog.below(workspace))
                .extracting(DatasetCatalog.Entry::prefix)
                .containsExactly(workspace.resolve("x_text_document"));
    }

    @Test
    void countsLengthsInPowersOfTwo() {
        LengthStatistics lengths = LengthStatistics.of(new int[] {1, 5, 4, 7, 8, 100});

        assertThat(lengths.shortest()).isEqualTo(1);
        assertThat(lengths.longest()).isEqualTo(100);
        assertThat(lengths.median()).isEqualTo(7);
        assertThat(lengths.buckets())
                .filteredOn(bucket -> bucket.count() > 0)
                .containsExactly(
                        new LengthStatistics.Bucket(1, 1, 1),
                        new LengthStatistics.Bucket(4, 7, 3),
                        new LengthStatistics.Bucket(8, 15, 1),
                        new LengthStatistics.Bucket(64, 127, 1));
        assertThat(LengthStatistics.of(new int[0]).buckets()).isEmpty();
    }

    @Test
    void readsBackAnythingThatWasWritten() throws IOException {
        Random random = new Random(11);
        for (int round = 0; round < 30; round++) {
            List<int[]> sequences = new ArrayList<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                sequences.add(random.ints(random.nextInt(50), 0, 1000).toArray());
            }
            write("random", sequences.toArray(int[][]::new));

            DatasetContent content = DatasetContent.open(directory.resolve("random"));

            assertThat(content.sequences()).isEqualTo(sequences.size());
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(content.sample(i).ids()).isEqualTo(sequences.get(i));
            }
            assertThat(content.verify(1000)).isEmpty();
        }
    }

    @Test
    void listsDatasetsBelowADirectory() throws IOException {
        write("x_text_document", new int[] {1, 2});
        Files.createDirectories(directory.resolve("weights"));
        Files.writeString(directory.resolve("weights/pytorch_model.bin"), "no dataset");
        for (String key : List.of("input_ids", "attention_mask")) {
            write("y_packed_" + key + "_document", new int[] {1});
        }

        List<DatasetCatalog.Entry> entries = DatasetCatalog.below(directory);

        assertThat(entries)
                .extracting(DatasetCatalog.Entry::prefix)
                .containsExactly(directory.resolve("x_text_document"), directory.resolve("y"));
        assertThat(entries.get(1).packed()).isTrue();
        assertThat(entries.get(1).facts().problem())
                .isEqualTo(directory.resolve("y_packed_labels_document.bin")
                        + " is missing beside the other files of this dataset");
        assertThat(DatasetCatalog.below(directory.resolve("nowhere"))).isEmpty();
    }

    private void write(String name, int[]... sequences) throws IOException {
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(directory.resolve(name))) {
            for (int[] sequence : sequences) {
                writer.add(sequence);
                writer.endDocument();
            }
            writer.complete();
        }
    }
}
