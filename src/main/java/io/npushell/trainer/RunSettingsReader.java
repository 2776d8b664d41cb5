package io.npushell.trainer;

import static io.npushell.trainer.ShapeReader.divides;
import static io.npushell.trainer.ShapeReader.require;

import io.npushell.trainer.RunSettings.Batch;
import io.npushell.trainer.RunSettings.Parallel;
import io.npushell.trainer.RunSettings.Rates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what a training was asked for from the environment and checks it against the model's shape. */
final class RunSettingsReader {
    private RunSettingsReader() {}

    static RunSettings read(Environment environment, RunType runType, Shape shape) {
        int iterations = environment.count("TRAIN_ITERS");
        return new RunSettings(
                runType,
                environment.text("MODEL_NAME"),
                environment.path("DATASET_PATH"),
                directory(environment, "TOKENIZER_PATH"),
                load(environment, runType),
                environment.path("SAVE_DIR"),
                iterations,
                environment.count("SAVE_INTERVAL", iterations),
                environment.count("LOG_INTERVAL", 1),
                batch(environment, shape),
                parallel(environment, shape),
                rates(environment),
                environment.whole("SEED"),
                environment.count("THREADS", Runtime.getRuntime().availableProcessors()));
    }

    private static Path directory(Environment environment, String name) {
        Path path = environment.path(name);
        require(Files.isDirectory(path), name, path, "there is no such directory");
        return path;
    }

    private static Optional<Path> load(Environment environment, RunType runType) {
        if (runType == RunType.RETRAIN) {
            return Optional.of(environment.path("MODEL_PATH"));
        }
        environment.find("MODEL_PATH").ifPresent(value -> {
            throw Environment.wrong("MODEL_PATH", value, "pretrain starts from fresh weights, only retrain loads some");
        });
        return Optional.empty();
    }

    private static Batch batch(Environment environment, Shape shape) {
        Batch batch = new Batch(environment.count("MBS"), environment.count("GBS"), environment.count("SEQ_LEN"));
        divides("MBS", batch.micro(), "GBS", batch.global());
        require(
                batch.sequenceLength() <= shape.maxPositions(),
                "SEQ_LEN",
                batch.sequenceLength(),
                "it must not be greater than MAX_POSITION_EMBEDDINGS '%d'".formatted(shape.maxPositions()));
        return batch;
    }

    private static Parallel parallel(Environment environment, Shape shape) {
        Parallel parallel = new Parallel(environment.count("TP"), environment.count("PP"));
        divides("TP", parallel.tensor(), "NUM_ATTENTION_HEADS", shape.heads());
        divides("TP", parallel.tensor(), "NUM_QUERY_GROUPS", shape.groups());
        divides("TP", parallel.tensor(), "FFN_HIDDEN_SIZE", shape.ffn());
        divides("TP", parallel.tensor(), "PADDED_VOCAB_SIZE", shape.paddedVocabulary());
        divides("PP", parallel.pipeline(), "NUM_LAYERS", shape.layers());
        return parallel;
    }

    private static Rates rates(Environment environment) {
        Rates rates = new Rates(
                environment.positive("LR"),
                environment.atLeastZero("MIN_LR"),
                environment.atLeastZero("LR_WARMUP_FRACTION"),
                environment.atLeastZero("WEIGHT_DECAY"),
                environment.atLeastZero("CLIP_GRAD"));
        require(
                rates.minimumLearningRate() <= rates.learningRate(),
                "MIN_LR",
                rates.minimumLearningRate(),
                "it must not be greater than LR '%s'".formatted(rates.learningRate()));
        require(rates.warmupFraction() < 1, "LR_WARMUP_FRACTION", rates.warmupFraction(), "it must be less than 1");
        return rates;
    }
}
