package io.npushell.data.maker;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.source.Column;
import io.npushell.data.source.DocumentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the file of a small tokenizer from a corpus; the same corpus gives the same bytes. */
public enum TokenizerMaker {
    TIKTOKEN("qwen.tiktoken"),
    SENTENCEPIECE("tokenizer.model");

    private final String fileName;

    TokenizerMaker(String fileName) {
        this.fileName = fileName;
    }

    /**
     * Writes the tokenizer's file into a directory and returns it.
     *
     * @param size tokens of the file; the special tokens that its model adds come on top
     */
    public Path make(Path corpus, int size, Path directory) throws IOException {
        List<String> texts = new ArrayList<>();
        try (DocumentFile file = DocumentFile.open(corpus)) {
            file.forEach(List.of(Column.text("text")), record -> texts.addAll(record));
        }
        byte[] content = switch (this) {
            case TIKTOKEN -> TiktokenMaker.make(texts, size);
            case SENTENCEPIECE -> SentencePieceMaker.make(texts, size);
        };
        Files.createDirectories(directory);
        return Files.write(directory.resolve(fileName), content);
    }

    static void requireEnough(int tokens, int size) {
        if (tokens != size) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the corpus gives " + tokens + " tokens where " + size + " are asked for",
                    tokens < size ? "give a larger corpus or a smaller --size" : "give a --size of at least " + tokens);
        }
    }
}
