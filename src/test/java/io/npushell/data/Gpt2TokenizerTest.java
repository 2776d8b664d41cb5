package io.npushell.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Gpt2TokenizerTest {
    static Tokenizer tokenizer;

    @BeforeAll
    static void open(@TempDir Path directory) throws IOException {
        tokenizer = Tokenizers.open(Recorded.gpt2(directory));
    }

    @Test
    void knowsItsVocabulary() {
        assertThat(tokenizer.vocabularySize()).isEqualTo(50257);
        assertThat(tokenizer.endOfDocument()).isEqualTo(50256);
        assertThat(tokenizer.encode("Hello world")).containsExactly(15496, 995);
    }

    @Test
    void restoresEveryRecordedText() throws IOException {
        try (IndexedDataset dataset = IndexedDataset.open(Recorded.INT32)) {
            for (int i = 0; i < dataset.sequences(); i++) {
                int[] ids = IndexedDatasetTest.tokens(dataset, i);
                String text = tokenizer.decode(ids);

                assertThat(text).endsWith("<|endoftext|>");
                int[] again = tokenizer.encode(text.substring(0, text.length() - "<|endoftext|>".length()));
                assertThat(again).isEqualTo(java.util.Arrays.copyOf(ids, ids.length - 1));
            }
        }
    }
}
