package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Saves a training's state as a Megatron checkpoint, cut for its ranks. */
final class CheckpointWriter {
    private final Architecture architecture;
    private final RunSettings settings;
    private final SaveDirectory directory;
    private final FileWriter files;

    /** Writes one file; {@link io.npushell.weights.TorchFileWriter#write} outside tests. */
    interface FileWriter {
        void write(Path file, Map<String, ?> root) throws IOException;
    }

    CheckpointWriter(Architecture architecture, RunSettings settings, SaveDirectory directory, FileWriter files) {
        this.architecture = architecture;
        this.settings = settings;
        this.directory = directory;
        this.files = files;
    }

    void save(TrainingState state) {
        try {
            directory.save(state.iteration, temporary -> {
                for (RankLayout rank : RankLayout.all(architecture.shape().layers(), settings.parallel())) {
                    write(rank, state, temporary);
                }
            });
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the checkpoint of iteration %d could not be saved to '%s': %s; the one before it is untouched"
                            .formatted(state.iteration, directory.path(), e.getMessage()),
                    "see to room and rights there, then resume",
                    e);
        }
    }

    private void write(RankLayout rank, TrainingState state, Path temporary) throws IOException {
        Path named =
                Checkpoints.file(directory.path(), state.iteration, rank.tensorRank(), rank.stage(), rank.stages());
        Path iteration = Checkpoints.iterationDirectory(directory.path(), state.iteration);
        Path file = temporary.resolve(iteration.relativize(named).toString());
        Files.createDirectories(file.resolveSibling(""));
        files.write(file, new RankFile(rank, settings, state).root(architecture));
    }
}
