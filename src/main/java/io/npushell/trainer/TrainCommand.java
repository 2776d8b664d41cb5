package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ModelShape;
import io.npushell.model.RunType;
import io.npushell.weights.TorchFileWriter;
import java.io.IOException;

/** {@code train}: from the environment to a trained model, told as Megatron tells it. */
final class TrainCommand {
    private final Environment environment;
    private final TrainingLog log;
    private final StopRequest stop;

    TrainCommand(Environment environment, TrainingLog log, StopRequest stop) {
        this.environment = environment;
        this.log = log;
        this.stop = stop;
    }

    int run() {
        RunType runType = runType();
        Architecture architecture = ShapeReader.architecture(environment);
        ModelShape shape = architecture.shape();
        RunSettings settings = RunSettingsReader.read(environment, runType, shape);
        FusedMultiplyAdd.require();
        sayWhatIsTrained(architecture, settings);
        SaveDirectory directory = new SaveDirectory(settings.save());
        try (Workers workers = new Workers(settings.threads());
                TrainingData data = TrainingData.open(settings)) {
            directory.prepare();
            return train(architecture, settings, directory, workers, data);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the training cannot use '%s' and '%s': %s"
                            .formatted(settings.dataset(), settings.save(), e.getMessage()),
                    null,
                    e);
        }
    }

    private RunType runType() {
        String value = environment.text("RUN_TYPE");
        return RunType.find(value)
                .filter(type -> type.label().equals(value))
                .orElseThrow(() -> Environment.wrong("RUN_TYPE", value, "it must be pretrain, retrain, sft or lora"));
    }

    private int train(
            Architecture architecture,
            RunSettings settings,
            SaveDirectory directory,
            Workers workers,
            TrainingData data) {
        ModelShape shape = architecture.shape();
        log.line("building GPT model ...");
        StartingWeights start = new StartingWeights(architecture, settings);
        ModelWeights weights = start.built();
        log.line(" > number of parameters on (tensor, pipeline) model parallel rank (0, 0): %d", weights.parameters());
        sayWhatIsAdapted(weights);
        log.line("> learning rate decay style: cosine");
        TrainingState state = new TrainingState(
                weights, new AdamW(workers, weights, settings.rates().weightDecay()));
        start.load(weights, log);
        settings.resume().ifPresent(resume -> new Resumption(resume, shape, settings).load(state, log));
        log.dated("after model, optimizer, and learning rate scheduler are built");
        log.line("> building train, validation, and test datasets ...");
        TrainingStep step = new TrainingStep(settings, shape, weights, data.batches(shape, log), workers);
        log.dated("after dataloaders are built");
        log.line("done with setup ...");
        CheckpointWriter checkpoints = new CheckpointWriter(architecture, settings, directory, TorchFileWriter::write);
        return new Training(settings, state, step, checkpoints, log, stop, alreadySaved(settings, state)).run();
    }

    /** As peft's print_trainable_parameters. */
    private void sayWhatIsAdapted(ModelWeights weights) {
        if (weights.adapted()) {
            long trained = weights.trainedParameters();
            long all = weights.parameters();
            log.line(
                    "trainable params: %,d || all params: %,d || trainable%%: %.4f",
                    trained, all, 100.0 * trained / all);
        }
    }

    private void sayWhatIsTrained(Architecture architecture, RunSettings settings) {
        ModelShape shape = architecture.shape();
        long parameters =
                architecture.weights().stream().mapToLong(WeightSpec::count).sum();
        log.line(
                "using world size: 1, data-parallel-size: 1, tensor-model-parallel size: 1, pipeline-model-parallel size: 1 ");
        log.line("using float32 for parameters ...");
        log.arguments(Arguments.ofLog(architecture, settings, parameters));
        log.line("embedded engine: trains %s, %d parameters, on the CPU", settings.modelName(), parameters);
        if (settings.parallel().ranks() > 1) {
            log.line(
                    "one CPU process runs: TP %d and PP %d only say how its checkpoint is cut",
                    settings.parallel().tensor(), settings.parallel().pipeline());
        }
        log.line(
                "setting number of micro-batches to constant %d",
                settings.batch().microBatches());
        log.line(
                " > padded vocab (size: %d) with %d dummy tokens (new size: %d)",
                shape.vocabulary(), shape.paddedVocabulary() - shape.vocabulary(), shape.paddedVocabulary());
        log.line("> setting random seeds to %d ...", settings.seed());
    }

    /** Going on in the directory one was loaded from, its iteration need not be saved again. */
    private static long alreadySaved(RunSettings settings, TrainingState state) {
        boolean same = settings.resume()
                .map(resume -> resume.toAbsolutePath()
                        .normalize()
                        .equals(settings.save().toAbsolutePath().normalize()))
                .orElse(false);
        return same ? state.iteration : -1;
    }
}
