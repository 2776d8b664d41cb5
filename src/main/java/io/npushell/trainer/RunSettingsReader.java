package io.npushell.trainer;

import static io.npushell.trainer.ShapeReader.divides;
import static io.npushell.trainer.ShapeReader.require;

import io.npushell.model.ModelShape;
import io.npushell.model.ParallelSize;
import io.npushell.model.RunType;
import io.npushell.trainer.RunSettings.Batch;
import io.npushell.trainer.RunSettings.Rates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads what a training was asked for from the environment and checks it against the model's shape. */
final class RunSettingsReader {
    private RunSettingsReader() {}

    static RunSettings read(Environment environment, RunType runType, ModelShape shape) {
        int iterations = environment.count("TRAIN_ITERS");
        return new RunSettings(
                runType,
                environment.text("MODEL_NAME"),
                environment.path("DATASET_PATH"),
                directory(environment, "TOKENIZER_PATH"),
                base(environment, runType),
                resume(environment, runType),
                environment.path("SAVE_DIR"),
                iterations,
                environment.count("SAVE_INTERVAL", iterations),
                environment.count("LOG_INTERVAL", 1),
                batch(environment, shape),
                parallel(environment, shape),
                rates(environment),
                runType == RunType.LORA ? Optional.of(lora(environment)) : Optional.empty(),
                environment.whole("SEED"),
                environment.count("THREADS", Runtime.getRuntime().availableProcessors()));
    }

    private static Path directory(Environment environment, String name) {
        Path path = environment.path(name);
        require(Files.isDirectory(path), name, path, "there is no such directory");
        return path;
    }

    private static Optional<Path> base(Environment environment, RunType runType) {
        if (runType.finetunes()) {
            return Optional.of(environment.path("MODEL_PATH"));
        }
        environment
                .find("MODEL_PATH")
                .filter(value -> runType == RunType.PRETRAIN)
                .ifPresent(value -> {
                    throw Environment.wrong(
                            "MODEL_PATH", value, "pretrain starts from fresh weights, the other run types load some");
                });
        return Optional.empty();
    }

    /** retrain is told by MODEL_PATH, as the manual has it, which leaves nothing to tell a fine-tuning by. */
    private static Optional<Path> resume(Environment environment, RunType runType) {
        if (runType == RunType.RETRAIN) {
            return Optional.of(environment.path("MODEL_PATH"));
        }
        Optional<String> named = environment.find("RESUME_PATH");
        named.filter(value -> !runType.finetunes()).ifPresent(value -> {
            throw Environment.wrong("RESUME_PATH", value, "only sft and lora are resumed by it");
        });
        return named.map(value -> environment.path("RESUME_PATH"));
    }

    private static Lora lora(Environment environment) {
        String text = environment.find("LORA_TARGET_MODULES").orElse(String.join(" ", Lora.MODULES));
        List<String> targets = List.of(text.trim().split("[\\s,]+"));
        for (String target : targets) {
            require(
                    Lora.MODULES.contains(target),
                    "LORA_TARGET_MODULES",
                    text,
                    "'%s' is no module of the model, which has %s".formatted(target, String.join(" ", Lora.MODULES)));
        }
        List<String> ordered = Lora.MODULES.stream().filter(targets::contains).toList();
        return new Lora(environment.count("LORA_R", 16), environment.count("LORA_ALPHA", 32), ordered);
    }

    private static Batch batch(Environment environment, ModelShape shape) {
        Batch batch = new Batch(environment.count("MBS"), environment.count("GBS"), environment.count("SEQ_LEN"));
        divides("MBS", batch.micro(), "GBS", batch.global());
        require(
                batch.sequenceLength() <= shape.maxPositions(),
                "SEQ_LEN",
                batch.sequenceLength(),
                "it must not be greater than MAX_POSITION_EMBEDDINGS '%d'".formatted(shape.maxPositions()));
        return batch;
    }

    private static ParallelSize parallel(Environment environment, ModelShape shape) {
        ParallelSize parallel = new ParallelSize(environment.count("TP"), environment.count("PP"));
        divides("TP", parallel.tensor(), "NUM_ATTENTION_HEADS", shape.heads());
        divides("TP", parallel.tensor(), "NUM_QUERY_GROUPS", shape.kvGroups());
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
