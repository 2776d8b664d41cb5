package io.npushell.trainer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.npushell.data.IndexedDatasetWriter;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import java.util.stream.IntStream;

/** A tiny training in a directory of its own, run in this JVM: its environment, its dataset, and what it printed. */
final class Engine {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-25T15:47:56Z"), ZoneOffset.UTC);
    private static final String SENTENCE = "the quick brown fox jumps over the lazy dog and runs away from it. ";

    final Path home;
    final Map<String, String> environment = new TreeMap<>();
    String out = "";
    String err = "";

    Engine(Path home, ModelShape shape) throws IOException {
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
        environment.put("NUM_QUERY_GROUPS", "" + shape.kvGroups());
        environment.put("VOCAB_SIZE", "464");
        environment.put("PADDED_VOCAB_SIZE", "512");
        environment.put("MAX_POSITION_EMBEDDINGS", "" + shape.maxPositions());
        environment.put("ROTARY_PERCENT", "" + shape.rotaryFraction());
        environment.put("ROTARY_BASE", "" + shape.rotaryBase());
        environment.put("NORM_EPSILON", "" + shape.normEpsilon());
        environment.put("MODEL_NAME", "qwen-tiny");
        environment.put("SAVE_DIR", saved().toString());
        writeDataset(SENTENCE.repeat(60).getBytes(US_ASCII));
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

    /** The packed three of a fine-tuning: short questions of which nothing is learned, and their answers. */
    Engine finetunes(String runType, Path weights) throws IOException {
        Path prefix = home.resolve("a_ft");
        try (IndexedDatasetWriter tokens = writer(prefix, "input_ids");
                IndexedDatasetWriter mask = writer(prefix, "attention_mask");
                IndexedDatasetWriter labels = writer(prefix, "labels")) {
            for (int sample = 0; sample < 11; sample++) {
                byte[] text = ("is " + sample + " odd? " + (sample % 2 == 0 ? "no." : "yes.")).getBytes(UTF_8);
                int question = text.length - (sample % 2 == 0 ? 3 : 4);
                tokens.add(IntStream.range(0, text.length).map(i -> text[i]).toArray());
                mask.add(IntStream.range(0, text.length).map(i -> 1).toArray());
                labels.add(IntStream.range(0, text.length)
                        .map(i -> i < question ? CrossEntropy.MASKED : text[i])
                        .toArray());
                for (IndexedDatasetWriter writer : List.of(tokens, mask, labels)) {
                    writer.endDocument();
                }
            }
            for (IndexedDatasetWriter writer : List.of(tokens, mask, labels)) {
                writer.complete();
            }
        }
        return with("RUN_TYPE", runType)
                .with("DATASET_PATH", prefix.toString())
                .with("MODEL_PATH", weights.toString())
                .with("SAVE_DIR", home.resolve(runType).toString());
    }

    private static IndexedDatasetWriter writer(Path prefix, String key) throws IOException {
        return IndexedDatasetWriter.create(
                prefix.resolveSibling(prefix.getFileName() + "_packed_" + key + "_document"));
    }

    /** The losses as they stand in the log. */
    List<Double> losses() {
        return out.lines()
                .filter(line -> line.contains("lm loss: "))
                .map(line -> Double.valueOf(line.replaceAll(".*lm loss: (\\S+) .*", "$1")))
                .toList();
    }

    /** What the weights of a checkpoint say of the first global batch, whatever training it comes from. */
    double firstLoss(Path checkpoint) throws IOException {
        Environment asked = new Environment(environment);
        ModelShape shape = ShapeReader.read(asked);
        RunSettings settings = RunSettingsReader.read(
                asked, RunType.find(asked.text("RUN_TYPE")).orElseThrow(), shape);
        ModelWeights weights = new ModelWeights(Shapes.of(shape));
        Tracked.in(checkpoint, "look at").reader(settings.parallel()).weights(shape, weights.all());
        Window window = new Window(settings.batch().micro(), settings.batch().sequenceLength());
        try (Workers workers = new Workers(1);
                TrainingData data = TrainingData.open(settings)) {
            TrainingLog log = new TrainingLog(new PrintStream(new ByteArrayOutputStream(), true, UTF_8), CLOCK);
            Batches batches = data.batches(shape, log);
            Model model = new Model(shape, weights, window, workers);
            int[] tokens = new int[window.rows()];
            int[] targets = new int[window.rows()];
            double sum = 0;
            for (int i = 0; i < settings.batch().microBatches(); i++) {
                batches.fill((long) i * window.sequences(), tokens, targets);
                sum += model.loss(tokens, targets);
            }
            return sum / settings.batch().microBatches();
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
        try (PrintStream outStream = new PrintStream(outBytes, true, UTF_8);
                PrintStream errStream = new PrintStream(errBytes, true, UTF_8)) {
            int code = new Main(environment, outStream, errStream, CLOCK).run(List.of(arguments), stop);
            out = outBytes.toString(UTF_8);
            err = errBytes.toString(UTF_8);
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
