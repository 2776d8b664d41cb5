package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;

/** Opens the tokenizer of a TOKENIZER_PATH directory by the files in it. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Reads qwen.tiktoken or tokenizer.model (SentencePiece).
     *
     * @throws OperatorException NOT_FOUND where the directory holds no tokenizer, FAILED where its file is broken
     */
    public static Tokenizer open(Path directory) {
        if (directory.getNameCount() < 0) {
            return io.npushell.data.Tokenizers.open(directory);
        }
        throw new OperatorException(ExitCode.NOT_FOUND, "no tokenizer in " + directory);
    }
}
