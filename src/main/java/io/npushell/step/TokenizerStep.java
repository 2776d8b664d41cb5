package io.npushell.step;

import io.npushell.data.Tokenizers;
import io.npushell.data.maker.TokenizerMaker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Makes a small tokenizer in a real format from a corpus, as those of the nano profiles were made. */
record TokenizerStep(Path input, Path output, TokenizerMaker maker, int size) {
    static final String USAGE = """
            usage: tokenizer --input FILE --output DIR --kind tiktoken|sentencepiece --size N
              --input FILE   .json, .jsonl or .txt corpus with a column "text"
              --output DIR   gets qwen.tiktoken or tokenizer.model
              --kind KIND    tiktoken as Qwen has it, or sentencepiece as ChatGLM3 has it
              --size N       tokens, without the special ones the model adds
            """;

    private static final Set<String> NAMES = Set.of("--input", "--output", "--kind", "--size");

    static TokenizerStep parse(List<String> words) {
        Options options = Options.parse(words, NAMES);
        String kind = options.required("--kind");
        TokenizerMaker maker = switch (kind) {
            case "tiktoken" -> TokenizerMaker.TIKTOKEN;
            case "sentencepiece" -> TokenizerMaker.SENTENCEPIECE;
            default -> throw Options.usage("--kind \"" + kind + "\" is neither tiktoken nor sentencepiece");
        };
        return new TokenizerStep(
                Path.of(options.required("--input")),
                Path.of(options.required("--output")),
                maker,
                options.number("--size", 1, 1024));
    }

    void run(PrintStream out) throws IOException {
        Path file = maker.make(input, size, output);
        out.println("wrote " + file + ", " + Tokenizers.open(output).vocabularySize() + " ids with the special ones");
    }
}
