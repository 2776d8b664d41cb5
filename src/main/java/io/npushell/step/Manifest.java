package io.npushell.step;

import io.npushell.data.DatasetFacts;
import io.npushell.data.Tokenizers;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is noted beside a dataset, so that a plan can tell whether it still fits. */
record Manifest(
        DataOptions options, int inputFiles, long inputBytes, String inputModified, String inputSha256, long records) {
    /** Of files that upstream's tool made; it says nowhere how many documents it left out, but they are empty. */
    Map<String, String> ofOthers(String key, DatasetFacts facts) {
        return entries(
                "modellink",
                key,
                facts.documents(),
                facts.tokens(),
                Math.max(0, facts.documents() - facts.sequences()),
                0);
    }

    Map<String, String> of(KeyOutput output) {
        return entries("native", output.key(), output.documents(), output.tokens(), output.dropped(), output.split());
    }

    private Map<String, String> entries(
            String preprocessor, String key, long documents, long tokens, long dropped, long split) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("schema", "npu-shell/dataset-1");
        entries.put("input", options.input().toAbsolutePath().normalize().toString());
        entries.put("input-files", Integer.toString(inputFiles));
        entries.put("input-bytes", Long.toString(inputBytes));
        entries.put("input-modified", inputModified);
        entries.put("input-sha256", inputSha256);
        entries.put("preprocessor", preprocessor);
        entries.put("handler", options.handlerName());
        entries.put("key", key);
        entries.put(
                "tokenizer", options.tokenizer().toAbsolutePath().normalize().toString());
        entries.put("tokenizer-sha256", Tokenizers.fingerprint(options.tokenizer()));
        entries.put("seq-len", Integer.toString(options.sequenceLength()));
        entries.put("long-documents", options.splitLong() ? "split" : "drop");
        entries.put("append-eod", Boolean.toString(options.appendEndOfDocument()));
        entries.put("records", Long.toString(records));
        entries.put("documents", Long.toString(documents));
        entries.put("tokens", Long.toString(tokens));
        entries.put("dropped", Long.toString(dropped));
        entries.put("split", Long.toString(split));
        entries.put("version", version());
        return entries;
    }

    private static String version() {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
