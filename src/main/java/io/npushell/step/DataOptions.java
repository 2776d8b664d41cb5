package io.npushell.step;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the data step is asked for, in upstream's words.
 *
 * @param outputPrefix path of the files to write, without "_text_document"
 * @param sequenceLength documents of this many tokens or more are left out; 0 keeps all
 */
record DataOptions(
        Path input,
        Path outputPrefix,
        Path tokenizer,
        List<String> jsonKeys,
        int sequenceLength,
        boolean appendEndOfDocument,
        int workers) {
    static final String USAGE = """
            usage: data --input FILE --output-prefix PREFIX --tokenizer-name-or-path DIR [options]
              --input FILE                  .json, .jsonl (records with a text column) or .txt (a document a line)
              --output-prefix PREFIX        writes PREFIX_text_document.bin and .idx
              --tokenizer-name-or-path DIR  directory with qwen.tiktoken, tokenizer.model, or vocab.json and merges.txt
              --json-keys KEY...            columns to take, a dataset for each (default: text)
              --seq-length N                leave out documents of N tokens or more, as upstream does (default: keep all)
              --append-eod                  end each document with the tokenizer's end of document
              --workers N                   threads (default: one for each core)
            """;

    private static final Set<String> NAMES = Set.of(
            "--input",
            "--output-prefix",
            "--tokenizer-name-or-path",
            "--json-keys",
            "--seq-length",
            "--append-eod",
            "--workers");

    DataOptions {
        jsonKeys = List.copyOf(jsonKeys);
    }

    static DataOptions parse(List<String> words) {
        Options options = Options.parse(words, NAMES);
        List<String> keys = options.list("--json-keys", "text");
        if (Set.copyOf(keys).size() != keys.size()) {
            throw Options.usage("--json-keys names a column twice: " + keys);
        }
        return new DataOptions(
                Path.of(options.required("--input")),
                Path.of(options.required("--output-prefix")),
                Path.of(options.required("--tokenizer-name-or-path")),
                keys,
                options.number("--seq-length", 0, 0),
                options.flag("--append-eod"),
                options.number("--workers", 1, Runtime.getRuntime().availableProcessors()));
    }

    /** Prefix of the dataset of one column. */
    Path prefix(String key) {
        return outputPrefix.resolveSibling(outputPrefix.getFileName() + "_" + key + "_document");
    }
}
