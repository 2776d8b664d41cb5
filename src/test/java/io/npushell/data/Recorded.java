package io.npushell.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files Megatron's own tools wrote; see the README beside them. */
final class Recorded {
    static final Path DIRECTORY = Path.of("src/test/resources/recorded/megatron-indexed");
    static final Path INT32 = DIRECTORY.resolve("a_int32_text_document");
    static final Path UINT16 = DIRECTORY.resolve("a_text_document");

    private Recorded() {}

    /** GPT-2's tokenizer under the names a TOKENIZER_PATH directory has. */
    static Path gpt2(Path directory) throws IOException {
        Files.copy(DIRECTORY.resolve("gpt2-vocab.json"), directory.resolve("vocab.json"));
        Files.copy(DIRECTORY.resolve("gpt2-merges.txt"), directory.resolve("merges.txt"));
        return directory;
    }

    static Path file(Path prefix, String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }
}
