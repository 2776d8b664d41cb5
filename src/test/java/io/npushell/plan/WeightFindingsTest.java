package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.ModelSizes;
import io.npushell.model.RunType;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WeightFindingsTest {
    private static final String DIRECTORY = "/w/saved_dir_for_ma_output/Qwen-14B/pretrain";
    private static final Scene RETRAIN = Scene.of(TestProfiles.qwen14b(), RunType.RETRAIN);
    private static final Facts.Checkpoint SOUND =
            new Facts.Checkpoint(DIRECTORY, true, true, 200, 8, 1, true, 300, 64, null);

    private static Facts.Checkpoint checkpoint(long iteration, boolean optimizer, long trainIters, long batch) {
        return new Facts.Checkpoint(DIRECTORY, true, true, iteration, 8, 1, optimizer, trainIters, batch, null);
    }

    @Test
    void resumesASoundCheckpoint() {
        Plan plan = RETRAIN.model(SOUND).plan();

        assertThat(plan.findings()).isEmpty();
        assertThat(plan.steps().get(1).note()).isEqualTo("from iteration 200");
    }

    @Test
    void missesWeightsOnlyWhereTheyAreLoaded() {
        Facts.Checkpoint missing = new Facts.Checkpoint(DIRECTORY, false, false, -1, -1, -1, false, -1, -1, null);
        Facts.Checkpoint empty = new Facts.Checkpoint(DIRECTORY, true, false, -1, -1, -1, false, -1, -1, null);

        assertThat(RETRAIN.model(missing).findings())
                .containsExactly("error W01 model-path '" + DIRECTORY
                        + "' does not exist | set model-path session:ID | set model-path DIRECTORY");
        assertThat(RETRAIN.model(empty).findings())
                .containsExactly("error W01 model-path '" + DIRECTORY
                        + "' holds no complete checkpoint | set model-path session:ID | set model-path DIRECTORY");
        assertThat(Scene.pretrain14b().model(missing).codes()).isEmpty();
    }

    @Test
    void neverLetsATrainingSilentlyStartFromScratch() {
        Facts.Checkpoint untracked = new Facts.Checkpoint(DIRECTORY, true, false, 200, 8, 1, true, 300, 64, null);

        assertThat(RETRAIN.model(untracked).findings())
                .containsExactly("error W02 '" + DIRECTORY
                        + "/latest_checkpointed_iteration.txt' is missing"
                        + " | !echo 200 > " + DIRECTORY + "/latest_checkpointed_iteration.txt");
    }

    @Test
    void saysWhatATrackerNamesThatLeadsNowhere() {
        Facts.Checkpoint astray = new Facts.Checkpoint(
                DIRECTORY, true, false, 200, 8, 1, true, 300, 64, ModelSizes.UNKNOWN, "'/t' names 999", null);

        assertThat(RETRAIN.model(astray).findings())
                .containsExactly(
                        "error W02 '/t' names 999 | !echo 200 > " + DIRECTORY + "/latest_checkpointed_iteration.txt");
    }

    @Test
    void saysWhatIsWrongWithAnUnusableCheckpointOnce() {
        Facts.Checkpoint broken =
                new Facts.Checkpoint(DIRECTORY, true, true, -1, -1, -1, false, -1, -1, "mp_rank_03 is missing");

        assertThat(RETRAIN.model(broken).codes()).containsExactly("W03");
    }

    @Test
    void warnsOfWhatWasNotLookedInto() {
        Facts.Checkpoint unread = new Facts.Checkpoint(
                DIRECTORY, true, true, 50, 0, 0, false, -1, -1, ModelSizes.UNKNOWN, "", "'/d' is distributed", true);

        assertThat(RETRAIN.model(unread).findings())
                .containsExactly("warning W14 '/d' is distributed: whether it is whole and fits, the training finds out"
                        + " | set model-path DIRECTORY");
    }

    @Test
    void wantsTheCutOfTheCheckpoint() {
        assertThat(RETRAIN.set("tp=4 pp=2").model(SOUND).findings())
                .containsExactly(
                        "error W04 the weights are cut for tensor parallel 8, not 4 | set tp 8",
                        "error W04 the weights are cut for pipeline parallel 1, not 2 | set pp 1");
    }

    @Test
    void refusesTheWeightsOfAnotherModel() {
        assertThat(of(new ModelSizes(40, 5120, 40, 40, 13696, -1, -1)).codes()).isEmpty();
        assertThat(of(new ModelSizes(-1, 5120, -1, -1, -1, -1, -1)).codes()).isEmpty();
        assertThat(of(new ModelSizes(40, 5120, 40, 2, 13696, -1, -1)).findings())
                .containsExactly("error W13 model-path '" + DIRECTORY
                        + "' holds another model than qwen-14b: its key-value groups 2, not 40"
                        + " | set model-path DIRECTORY | profile list");
        assertThat(of(new ModelSizes(32, 4096, -1, -1, -1, -1, -1)).findings())
                .hasSize(1)
                .allMatch(line -> line.contains("its layers 32, not 40"));
    }

    private static Scene of(ModelSizes sizes) {
        return RETRAIN.model(new Facts.Checkpoint(DIRECTORY, true, true, 200, 8, 1, true, 300, 64, sizes, "", null));
    }

    @Test
    void resolvesThePathOfASession() {
        Scene unseen = RETRAIN.set("model-path=session:12");
        Scene scene = unseen.free(Long.MAX_VALUE);

        assertThat(unseen.findings()).as("values alone do not tell").isEmpty();
        assertThat(scene.findings())
                .containsExactly("error W05 model-path 'session:12' names no session with checkpoints | sessions | set"
                        + " model-path DIRECTORY");
        Plan plan = scene.resolved(Map.of("session:12", "/out/12")).plan();
        assertThat(plan.findings()).isEmpty();
        assertThat(plan.steps().get(1).commands().get(0).environment()).containsEntry("MODEL_PATH", "/out/12");
        assertThat(plan.settings().text("model-path")).contains("session:12");
    }

    @Test
    void looksForOneOfTheTokenizersFiles() {
        assertThat(Scene.pretrain14b().tokenizer(false).findings())
                .containsExactly("error W06 tokenizer-path '/tokenizer' does not exist | set tokenizer-path DIRECTORY");
        assertThat(Scene.pretrain14b().tokenizer(true).findings())
                .containsExactly(
                        "error W06 tokenizer-path '/tokenizer' holds no qwen.tiktoken | set tokenizer-path DIRECTORY");
        assertThat(Scene.pretrain14b().tokenizer(true, "qwen.tiktoken").codes()).isEmpty();
    }

    @Test
    void tellsATokenizerOfAnotherKindFromNone() {
        Facts.Tokenizer other = new Facts.Tokenizer("/tokenizer", true, Set.of(), "vocab.json and merges.txt");

        assertThat(Scene.pretrain14b().tokenizer(other).findings())
                .containsExactly(
                        "error W06 tokenizer-path '/tokenizer' holds vocab.json and merges.txt, not the qwen.tiktoken"
                                + " of qwen-14b | set tokenizer-path DIRECTORY");
        assertThat(Scene.of(TestProfiles.nano(), RunType.PRETRAIN)
                        .tokenizer(other)
                        .findings())
                .as("the embedded engine reads the data and no tokenizer")
                .anyMatch(line -> line.startsWith("warning W06 "))
                .noneMatch(line -> line.startsWith("error W06 "));
    }

    @Test
    void saysThatPretrainLoadsNothing() {
        assertThat(Scene.pretrain14b().set("model-path=/m").findings())
                .containsExactly("warning W07 pretrain starts from random weights, whatever model-path says | use"
                        + " qwen-14b/retrain | unset model-path");
    }

    @Test
    void refusesToTrainNothing() {
        assertThat(RETRAIN.set("train-iters=200")
                        .model(checkpoint(200, true, 200, 64))
                        .findings())
                .containsExactly("error R01 the checkpoint has 200 iterations, so train-iters 200 trains nothing | set"
                        + " train-iters 300");
        assertThat(RETRAIN.set("train-iters=201")
                        .model(checkpoint(200, true, 201, 64))
                        .codes())
                .isEmpty();
    }

    @Test
    void warnsOfTheManualsOwnExampleThatChangesTheSchedule() {
        assertThat(RETRAIN.model(checkpoint(100, true, 200, 64)).findings())
                .containsExactly("warning R02 the checkpoint's schedule is for 200 iterations, this one for 300;"
                        + " Megatron refuses that unless the script overrides it | set train-iters 200");
        assertThat(RETRAIN.model(checkpoint(200, true, 200, 64)).plan().findings())
                .extracting(Finding::remedies)
                .containsExactly(java.util.List.of());
        assertThat(RETRAIN.model(checkpoint(200, true, 300, 32)).findings())
                .containsExactly(
                        "warning R03 the checkpoint was trained with global batch 32, this would go on with 64;"
                                + " Megatron refuses that unless the script overrides it | set gbs 32");
    }

    @Test
    void looksIntoTheScriptForWhatBecomesOfTheSchedule() {
        Scene scene = RETRAIN.model(checkpoint(100, true, 200, 64));

        assertThat(scene.script(script("lr", "finetune")).findings())
                .containsExactly("warning R02 the checkpoint's schedule is for 200 iterations, this one for 300;"
                        + " Megatron refuses that, and scripts/qwen/qwen.sh seems to pass neither"
                        + " --override-opt_param-scheduler nor --use-checkpoint-opt_param-scheduler | set"
                        + " train-iters 200");
        assertThat(scene.script(script("override-opt_param-scheduler")).findings())
                .containsExactly(
                        "advice R02 the checkpoint's schedule is for 200 iterations, this one for 300: the learning"
                                + " rate changes course, as scripts/qwen/qwen.sh passes --override-opt_param-scheduler");
        assertThat(scene.script(script("use-checkpoint-opt_param-scheduler")).findings())
                .containsExactly("advice R02 the checkpoint's schedule is for 200 iterations, this one for 300:"
                        + " the learning rate follows the checkpoint's, as scripts/qwen/qwen.sh passes"
                        + " --use-checkpoint-opt_param-scheduler");
    }

    private static Facts.Script script(String... options) {
        Set<String> variables = Set.of(
                "MODEL_TYPE RUN_TYPE DATASET_PATH TOKENIZER_PATH MODEL_PATH TRAIN_ITERS MBS GBS TP PP SEQ_LEN WORK_DIR"
                        .split(" "));
        return new Facts.Script(
                "/c/qwen.sh",
                true,
                variables,
                "ab",
                Stream.of(options).collect(Collectors.toMap(option -> option, option -> Set.of())));
    }

    @Test
    void resumesOnlyWithAnOptimizer() {
        Scene scene = RETRAIN.model(checkpoint(1, false, -1, -1));

        assertThat(scene.findings())
                .containsExactly("error R04 the checkpoint in '" + DIRECTORY
                        + "' has no optimizer state to go on with | set model-path session:ID | use qwen-14b/sft");
        assertThat(scene.accepting("R04").plan().ready()).isTrue();
    }

    @Test
    void resumesNoAdapter() {
        assertThat(RETRAIN.set("model-path=/w/saved_dir_for_ma_output/Qwen-14B/lora")
                        .codes())
                .containsExactly("R05");
        assertThat(RETRAIN.set("model-path=/w/saved_dir_for_ma_output/Qwen-14B/lora.archived-4/")
                        .codes())
                .containsExactly("R05");
        assertThat(RETRAIN.set("model-path=/w/explorations").codes()).isEmpty();
    }
}
