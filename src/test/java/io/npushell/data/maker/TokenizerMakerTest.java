package io.npushell.data.maker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.npushell.data.Tokenizer;
import io.npushell.data.Tokenizers;
import io.npushell.data.source.Column;
import io.npushell.data.source.DocumentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerMakerTest {
    private static final Path CORPUS = Path.of("docs/examples/operator-tales.jsonl");
    private static final Path QWEN = Path.of("profiles/qwen-nano");
    private static final Path GLM3 = Path.of("profiles/glm3-nano");

    @TempDir
    Path directory;

    @Test
    void makesTheTokenizersOfTheNanoProfilesAgain() throws IOException {
        Path qwen = TokenizerMaker.TIKTOKEN.make(CORPUS, 1072, directory);
        Path glm3 = TokenizerMaker.SENTENCEPIECE.make(CORPUS, 1271, directory);

        assertThat(qwen).hasSameBinaryContentAs(QWEN.resolve("qwen.tiktoken"));
        assertThat(glm3).hasSameBinaryContentAs(GLM3.resolve("tokenizer.model"));
    }

    @Test
    void shipsACorpusWhoseDocumentsFitTheNanoSequenceLength() throws IOException {
        for (Path path : List.of(QWEN, GLM3)) {
            Tokenizer tokenizer = Tokenizers.open(path);
            try (DocumentFile corpus = DocumentFile.open(CORPUS)) {
                corpus.forEach(
                        List.of(Column.text("text")),
                        texts -> assertThat(tokenizer.encode(texts.get(0)).length + 1)
                                .as(texts.get(0))
                                .isLessThan(128));
            }
        }
    }

    @Test
    void learnsTheMostFrequentPairFirst() {
        assertThat(PairMerges.learn(Map.of("abab", 3, "bc", 5), 3)).containsExactly("ab", "bc", "abab");
        assertThat(PairMerges.learn(Map.of("ba", 1, "ab", 1), 9)).containsExactly("ab", "ba");
        assertThat(PairMerges.learn(Map.of("a", 9), 5)).isEmpty();
    }

    @Test
    void refusesASizeTheCorpusDoesNotGive() throws IOException {
        Path corpus = Files.writeString(directory.resolve("tiny.txt"), "a b c\n");

        assertThatThrownBy(() -> TokenizerMaker.TIKTOKEN.make(corpus, 1000, directory))
                .hasMessage("the corpus gives 258 tokens where 1000 are asked for");
        assertThatThrownBy(() -> TokenizerMaker.SENTENCEPIECE.make(corpus, 10, directory))
                .hasMessage("the corpus gives 263 tokens where 10 are asked for");
    }
}
