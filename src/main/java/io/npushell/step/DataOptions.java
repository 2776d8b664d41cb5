package io.npushell.step;

import io.npushell.data.Tokenizers;
import io.npushell.data.handler.Handlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What the data step is asked for, in upstream's words.
 *
 * @param outputPrefix path of the files to write, without "_text_document"
 * @param handlerName what becomes of a record, "" for the general pretraining
 * @param sequenceLength documents of this many tokens or more are left out or split; 0 keeps all
 */
record DataOptions(
        Path input,
        Path outputPrefix,
        Path tokenizer,
        List<String> jsonKeys,
        String handlerName,
        int sequenceLength,
        boolean splitLong,
        boolean appendEndOfDocument,
        int workers) {
    static final String USAGE = """
            usage: data --input FILE --output-prefix PREFIX --tokenizer-name-or-path DIR [options]
              --input FILE                  .parquet, .json, .jsonl, .csv, .tsv or .txt (a document a line), also .gz; or a directory of them
              --output-prefix PREFIX        writes PREFIX_text_document.bin and .idx, or PREFIX_packed_input_ids_document.* and siblings
              --tokenizer-name-or-path DIR  directory with qwen.tiktoken, tokenizer.json, tokenizer.model, or vocab.json and merges.txt
              --json-keys KEY...            columns to take, a dataset for each (default: text)
              --handler-name NAME           what becomes of a record (default: GeneralPretrainHandler)
                                            %s
              --seq-length N                leave out documents of N tokens or more, as upstream does (default: keep all)
              --split-long                  split them into pieces instead; pretraining only
              --tokenizer-type TYPE         PretrainedFromHF, or GPT2BPETokenizer for vocab.json and merges.txt; by default the files tell
              --append-eod                  end each document with the tokenizer's end of document
              --workers N                   threads (default: one for each core)
            Taken and not needed, as upstream's commands have them: --dataset-impl, --log-interval,
            --make-vocab-size-divisible-by, --pad-vocab-size-to, --tokenizer-not-use-fast, --streaming
            """.formatted(String.join(", ", Handlers.names()));
    /** What upstream needs and this does not. */
    private static final Set<String> IGNORED = Set.of(
            "--dataset-impl",
            "--log-interval",
            "--make-vocab-size-divisible-by",
            "--pad-vocab-size-to",
            "--tokenizer-not-use-fast",
            "--streaming");

    private static final Set<String> NAMES = Set.of(
            "--input",
            "--output-prefix",
            "--tokenizer-name-or-path",
            "--tokenizer-type",
            "--json-keys",
            "--handler-name",
            "--seq-length",
            "--split-long",
            "--append-eod",
            "--workers");

    DataOptions {
        jsonKeys = List.copyOf(jsonKeys);
    }

    static DataOptions parse(List<String> words) {
        Options options = Options.parse(words, NAMES, IGNORED);
        List<String> keys = options.list("--json-keys", "text");
        if (Set.copyOf(keys).size() != keys.size()) {
            throw Options.usage("--json-keys names a column twice: " + keys);
        }
        DataOptions parsed = new DataOptions(
                Path.of(options.required("--input")),
                Path.of(options.required("--output-prefix")),
                Path.of(options.required("--tokenizer-name-or-path")),
                keys,
                Handlers.fullName(options.text("--handler-name", "")),
                options.number("--seq-length", 0, 0),
                options.flag("--split-long"),
                options.flag("--append-eod"),
                options.number("--workers", 1, Runtime.getRuntime().availableProcessors()));
        parsed.requireSplittable();
        String type = options.text("--tokenizer-type", "");
        if (!type.isEmpty()) {
            Tokenizers.requireType(type, parsed.tokenizer());
        }
        return parsed;
    }

    private void requireSplittable() {
        if (splitLong && Handlers.isPacked(handlerName)) {
            throw Options.usage(
                    "--split-long would part instructions from their answers, so it goes with pretraining only");
        }
        if (splitLong && sequenceLength < 2) {
            throw Options.usage("--split-long needs a --seq-length of at least 2");
        }
    }

    /** Prefix of the dataset of one key. */
    Path prefix(String key, boolean packed) {
        return outputPrefix.resolveSibling(
                outputPrefix.getFileName() + (packed ? "_packed_" : "_") + key + "_document");
    }
}
