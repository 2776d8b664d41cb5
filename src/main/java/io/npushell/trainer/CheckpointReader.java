package io.npushell.trainer;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ModelShape;
import io.npushell.model.ParallelSize;
import io.npushell.model.Sharding;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFile.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one iteration of a Megatron checkpoint back, all ranks of it. */
final class CheckpointReader {
    /** The iteration's number where the directory is called release. */
    static final long RELEASE = 0;

    private final Path directory;
    private final long iteration;
    private final ParallelSize parallel;

    CheckpointReader(Path directory, long iteration, ParallelSize parallel) {
        this.directory = directory;
        this.iteration = iteration;
        this.parallel = parallel;
    }

    StoredArguments arguments() {
        try (TorchFile file = open(0, 0, parallel.pipeline())) {
            return StoredArguments.of(file.root());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Fills some of a model's weights; what else the files hold is passed over. */
    void weights(ModelShape shape, List<Weight> weights) {
        readAll(shape, weights, (rank, root, weight) -> {
            String name = rank.localName(weight.spec);
            place(rank, weight.spec, name, ModelDictionary.find(root.get("model"), name), weight.values);
        });
    }

    void optimizer(ModelShape shape, ModelWeights weights, AdamW optimizer) {
        readAll(shape, weights.trained(), (rank, root, weight) -> {
            List<Weight> order = OptimizerGroups.order(rank.of(weights.trained()));
            Optional<Object> state = ModelDictionary.find(root.get("optimizer"), "state");
            Object entry = state.isPresent() && state.get() instanceof Map<?, ?> map
                    ? map.get((long) order.indexOf(weight))
                    : null;
            AdamW.Moments moments = optimizer.moments(weight);
            String name = rank.localName(weight.spec);
            place(rank, weight.spec, "exp_avg of " + name, ModelDictionary.find(entry, "exp_avg"), moments.average);
            place(
                    rank,
                    weight.spec,
                    "exp_avg_sq of " + name,
                    ModelDictionary.find(entry, "exp_avg_sq"),
                    moments.square);
        });
    }

    private interface WeightReader {
        void read(RankLayout rank, Map<String, Object> root, Weight weight) throws IOException;
    }

    private void readAll(ModelShape shape, List<Weight> weights, WeightReader reader) {
        for (RankLayout rank : RankLayout.all(shape.layers(), parallel)) {
            try (TorchFile file = open(rank.tensorRank(), rank.stage(), rank.stages())) {
                for (Weight weight : rank.of(weights)) {
                    reader.read(rank, file.root(), weight);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }

    private TorchFile open(int tensorRank, int stage, int stages) throws IOException {
        Path file = file(tensorRank, stage, stages);
        if (!Files.isRegularFile(file)) {
            throw new OperatorException(
                    ExitCode.FAILED, "the checkpoint of iteration %d lacks its file '%s'".formatted(iteration, file));
        }
        return TorchFile.open(file);
    }

    private Path file(int tensorRank, int stage, int stages) {
        Path file = Checkpoints.file(directory, iteration, tensorRank, stage, stages);
        Path named = Checkpoints.iterationDirectory(directory, iteration);
        return iteration == RELEASE
                ? directory.resolve("release").resolve(named.relativize(file).toString())
                : file;
    }

    private void place(RankLayout rank, WeightSpec spec, String name, Optional<Object> found, float[] whole)
            throws IOException {
        if (found.isEmpty() || !(found.get() instanceof Tensor tensor)) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the checkpoint of iteration %d in '%s' has no %s".formatted(iteration, directory, name));
        }
        List<Long> expected = Shards.shape(spec, rank.tensorRanks());
        if (!tensor.shape().equals(expected)) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "size mismatch for %s: copying a param with shape %s from checkpoint, the shape in current model is %s"
                            .formatted(name, tensor.shape(), expected));
        }
        float[] part =
                new float[spec.sharding() == Sharding.REPLICATED ? spec.count() : spec.count() / rank.tensorRanks()];
        tensor.read(part, 0);
        Shards.place(spec, part, whole, rank.tensorRank(), rank.tensorRanks());
    }

    private OperatorException unreadable(IOException cause) {
        return new OperatorException(
                ExitCode.FAILED,
                "the checkpoint of iteration %d in '%s' cannot be read: %s"
                        .formatted(iteration, directory, cause.getMessage()),
                null,
                cause);
    }
}
