package io.npushell.data;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of one dataset.
 *
 * @param prefix path without suffix, "…/alpaca_text_document"
 */
record DatasetFiles(Path prefix) {
    private static final List<String> PACKED_KEYS = List.of("input_ids", "attention_mask", "labels");

    Path bin() {
        return with(".bin");
    }

    Path index() {
        return with(".idx");
    }

    Path manifest() {
        return with(".manifest.json");
    }

    /** The name a file has until it is complete; always the same, so that a killed run leaves nothing a rerun does not reuse. */
    static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    Path with(String suffix) {
        return prefix.resolveSibling(prefix.getFileName() + suffix);
    }

    /** The three datasets a fine-tuning prefix ("…/alpaca_ft") stands for. */
    List<DatasetFiles> packed() {
        return PACKED_KEYS.stream()
                .map(key -> new DatasetFiles(with("_packed_" + key + "_document")))
                .toList();
    }
}
