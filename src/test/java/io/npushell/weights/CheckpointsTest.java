package io.npushell.weights;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ModelSizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir
    Path directory;

    @Test
    void namesRankFilesAsMegatronDoes() {
        Path one = Checkpoints.file(Path.of("ckpt"), 100, 3, 0, 1);
        Path several = Checkpoints.file(Path.of("ckpt"), 12_345_678, 0, 2, 4);

        assertThat(one).isEqualTo(Path.of("ckpt/iter_0000100/mp_rank_03/model_optim_rng.pt"));
        assertThat(several).isEqualTo(Path.of("ckpt/iter_12345678/mp_rank_00_002/model_optim_rng.pt"));
    }

    @Test
    void findsTheNewestCompleteIteration() throws IOException {
        save(50, 2, 2, true);
        save(100, 2, 2, true);
        Checkpoints.writeTracker(directory, 100);

        CheckpointFacts facts = Checkpoints.inspect(directory);

        assertThat(facts.iteration()).isEqualTo(100);
        assertThat(facts.tracker()).isTrue();
        assertThat(facts.tensorParallel()).isEqualTo(2);
        assertThat(facts.pipelineParallel()).isEqualTo(2);
        assertThat(facts.hasOptimizer()).isTrue();
        assertThat(facts.trainIters()).isEqualTo(200);
        assertThat(facts.globalBatch()).isEqualTo(64);
        assertThat(facts.bytes()).isEqualTo(4 * Files.size(Checkpoints.file(directory, 100, 0, 0, 2)));
        assertThat(facts.problem()).isNull();
    }

    @Test
    void saysWhatModelItIsOf() {
        Map<String, Object> args = new LinkedHashMap<>(
                Map.of("num_layers", 4L, "hidden_size", 128L, "num_attention_heads", 8L, "num_query_groups", 1L));

        assertThat(ModelSizes.ofArgs(args)).isEqualTo(new ModelSizes(4, 128, 8, -1, -1, -1, -1));
        args.put("group_query_attention", false);
        assertThat(ModelSizes.ofArgs(args).kvGroups()).isEqualTo(8);
        args.put("group_query_attention", true);
        args.put("ffn_hidden_size", 344L);
        assertThat(ModelSizes.ofArgs(args)).isEqualTo(new ModelSizes(4, 128, 8, 1, 344, -1, -1));
    }

    @Test
    void fallsBackFromAnIterationThatLacksARank() throws IOException {
        save(50, 2, 2, true);
        save(100, 2, 2, true);
        Files.delete(Checkpoints.file(directory, 100, 1, 0, 2));
        Checkpoints.writeTracker(directory, 100);

        CheckpointFacts facts = Checkpoints.inspect(directory);

        assertThat(facts.iteration()).isEqualTo(50);
        assertThat(facts.tracker()).isFalse();
    }

    @Test
    void fallsBackFromATruncatedFile() throws IOException {
        save(50, 1, 1, true);
        save(100, 1, 1, true);
        Path newest = Checkpoints.file(directory, 100, 0, 0, 1);
        byte[] whole = Files.readAllBytes(newest);
        Files.write(newest, java.util.Arrays.copyOf(whole, whole.length - 30));

        assertThat(Checkpoints.inspect(directory).iteration()).isEqualTo(50);
    }

    @Test
    void noticesRanksThatAreMissingAltogetherByWhatTheFileItselfSays() throws IOException {
        save(100, 2, 1, true);
        deleteRank(Checkpoints.file(directory, 100, 1, 0, 1));

        CheckpointFacts facts = Checkpoints.inspect(directory);

        assertThat(facts.iteration()).isEqualTo(-1);
        assertThat(facts.problem()).contains("1 of 2 mp_rank directories");
    }

    @Test
    void ignoresTemporaryNames() throws IOException {
        save(50, 1, 1, false);
        save(100, 1, 1, false);
        Files.move(directory.resolve("iter_0000100"), directory.resolve("iter_0000100.tmp"));

        CheckpointFacts facts = Checkpoints.inspect(directory);

        assertThat(facts.iteration()).isEqualTo(50);
        assertThat(facts.hasOptimizer()).isFalse();
        assertThat(facts.tracker()).isFalse();
    }

    @Test
    void takesAReleaseCheckpoint() throws IOException {
        save(0, 1, 1, false);
        Files.move(directory.resolve("iter_0000000"), directory.resolve("release"));
        Files.writeString(directory.resolve(Checkpoints.TRACKER), "release\n");

        CheckpointFacts facts = Checkpoints.inspect(directory);

        assertThat(facts.iteration()).isZero();
        assertThat(facts.tracker()).isTrue();
    }

    @Test
    void saysWhyThereIsNone() throws IOException {
        Path missing = directory.resolve("nowhere");

        assertThat(Checkpoints.inspect(missing).exists()).isFalse();
        assertThat(Checkpoints.inspect(missing).problem()).isEqualTo("there is no directory '" + missing + "'");
        assertThat(Checkpoints.inspect(directory).problem()).isEqualTo("'" + directory + "' holds no checkpoint");
        Files.createDirectories(directory.resolve("iter_0000100"));
        assertThat(Checkpoints.inspect(directory).problem())
                .isEqualTo("'" + directory.resolve("iter_0000100") + "' holds no mp_rank directory");
    }

    @Test
    void readsOnlyASensibleTracker() throws IOException {
        assertThat(Checkpoints.tracker(directory)).isEmpty();
        Files.writeString(directory.resolve(Checkpoints.TRACKER), "not a number");
        assertThat(Checkpoints.tracker(directory)).isEmpty();
        Checkpoints.writeTracker(directory, 250);
        assertThat(Checkpoints.tracker(directory)).contains("250");
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
    }

    private void save(long iteration, int tensorParallel, int pipelineParallel, boolean optimizer) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put(
                "args",
                new TorchFileWriter.Namespace(Map.of(
                        "train_iters",
                        200,
                        "global_batch_size",
                        64,
                        "tensor_model_parallel_size",
                        tensorParallel,
                        "pipeline_model_parallel_size",
                        pipelineParallel)));
        root.put("model", Map.of("weight", new FloatTensor(new float[] {1, 2}, 0, List.of(2L))));
        if (optimizer) {
            root.put("optimizer", Map.of());
        }
        for (int tensorRank = 0; tensorRank < tensorParallel; tensorRank++) {
            for (int pipelineRank = 0; pipelineRank < pipelineParallel; pipelineRank++) {
                Path file = Checkpoints.file(directory, iteration, tensorRank, pipelineRank, pipelineParallel);
                Files.createDirectories(file.getParent());
                TorchFileWriter.write(file, root);
            }
        }
    }

    private static void deleteRank(Path file) throws IOException {
        Files.delete(file);
        Files.delete(file.getParent());
    }
}
