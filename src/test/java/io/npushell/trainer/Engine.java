package io.npushell.trainer;

import io.npushell.data.IndexedDatasetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tiny training in a directory of its own, run in this JVM: its environment, its dataset, and what it printed. */
final class Engine {
    private static final String SENTENCE = "the quick brown fox jumps over the lazy dog and runs away from it. ";

    final Path home;
    final Map<String, String> environment = new TreeMap<>();
    String out = "";
    String err = "";

    Engine(Path home, Shape shape) throws IOException {
        this.home = home;
        Files.createDirectories(home);
        Path tokenizer = Files.createDirectories(home.resolve("tokenizer"));
        writeTokenizer(tokenizer.resolve("qwen.tiktoken"));
        environment.put("MODEL_TYPE", "nano");
        environment.put("RUN_TYPE", "pretrain");
        environment.put("DATASET_PATH", home.resolve("a_text_document").toString());
        environment.put("TOKENIZER_PATH", tokenizer.toString());
        environment.put("TRAIN_ITERS", "4");
        environment.put("MBS", "2");
        environment.put("GBS", "4");
        environment.put("TP", "1");
        environment.put("PP", "1");
        environment.put("SEQ_LEN", "16");
        environment.put("SAVE_INTERVAL", "2");
        environment.put("LOG_INTERVAL", "1");
        environment.put("SEED", "1234");
        environment.put("LR", "1e-2");
        environment.put("MIN_LR", "1e-3");
        environment.put("LR_WARMUP_FRACTION", "0.1");
        environment.put("WEIGHT_DECAY", "0.1");
        environment.put("CLIP_GRAD", "1.0");
        environment.put("THREADS", "2");
        environment.put("NUM_LAYERS", "" + shape.layers());
        environment.put("HIDDEN_SIZE", "" + shape.hidden());
        environment.put("FFN_HIDDEN_SIZE", "" + shape.ffn());
        environment.put("NUM_ATTENTION_HEADS", "" + shape.heads());
        environment.put("NUM_QUERY_GROUPS", "" + shape.groups());
        environment.put("VOCAB_SIZE", "464");
        environment.put("PADDED_VOCAB_SIZE", "512");
        environment.put("MAX_POSITION_EMBEDDINGS", "" + shape.maxPositions());
        environment.put("ROTARY_PERCENT", "" + shape.rotaryFraction());
        environment.put("ROTARY_BASE", "" + shape.rotaryBase());
        environment.put("NORM_EPSILON", "" + shape.normEpsilon());
        environment.put("MODEL_NAME", "qwen-tiny");
        environment.put("SAVE_DIR", saved().toString());
        writeDataset(SENTENCE.repeat(60).getBytes(StandardCharsets.US_ASCII));
    }

    Path saved() {
        return home.resolve("saved");
    }

    Engine with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A document a sentence, a token a byte. */
    void writeDataset(byte[] text) throws IOException {
        try (IndexedDatasetWriter writer = IndexedDatasetWriter.create(home.resolve("a_text_document"))) {
            for (int start = 0; start < text.length; start += SENTENCE.length()) {
                int[] tokens = new int[Math.min(SENTENCE.length(), text.length - start)];
                for (int i = 0; i < tokens.length; i++) {
                    tokens[i] = text[start + i];
                }
                writer.add(tokens);
                writer.endDocument();
            }
            writer.complete();
        }
    }

    /** The real format: each byte in Base64 and its rank. */
    private static void writeTokenizer(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            lines.add(Base64.getEncoder().encodeToString(new byte[] {(byte) i}) + " " + i);
        }
        Files.write(file, lines);
    }

    int train() {
        return run(new StopRequest(), "train");
    }

    int run(StopRequest stop, String... arguments) {
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        try (PrintStream outStream = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
                PrintStream errStream = new PrintStream(errBytes, true, StandardCharsets.UTF_8)) {
            Clock clock = Clock.fixed(Instant.parse("2026-11-25T15:47:56Z"), ZoneOffset.UTC);
            int code = new Main(environment, outStream, errStream, clock).run(List.of(arguments), stop);
            out = outBytes.toString(StandardCharsets.UTF_8);
            err = errBytes.toString(StandardCharsets.UTF_8);
            return code;
        }
    }

    /** The iteration lines without what the clock says. */
    static List<String> iterations(String log) {
        return log.lines()
                .filter(line -> line.startsWith(" iteration"))
                .map(line -> line.replaceAll("elapsed time per iteration \\(ms\\): [0-9.]+ \\|", "elapsed |"))
                .toList();
    }

    static byte[] checkpoint(Path directory, int iteration) {
        try {
            return Files.readAllBytes(
                    directory.resolve("iter_000000" + iteration).resolve("mp_rank_00/model_optim_rng.pt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
