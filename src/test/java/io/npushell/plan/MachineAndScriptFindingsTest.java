package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineAndScriptFindingsTest {
    private static final Set<String> MANUAL =
            Set.of("TP", "PP", "MBS", "GBS", "SEQ_LEN", "TRAIN_ITERS", "MODEL_TYPE", "RUN_TYPE", "DATASET_PATH");

    private static Scene on(Scene scene, String machine) {
        return scene.on(MachineText.parse(machine));
    }

    @Test
    void plansForAnAssumedMachineWithItsNodes() {
        Plan plan = on(Scene.of(TestProfiles.qwen72b(), RunType.PRETRAIN).set("master-addr=10.0.0.1"), "8x8x910B3-64g")
                .plan();

        assertThat(plan.settings().whole("nnodes")).hasValue(8);
        assertThat(plan.layout()).isEqualTo(new Layout(64, 8, 8, 1, 1, 64, 64));
        assertThat(plan.findings()).extracting(Finding::code).containsExactly("M01", "M06");
        assertThat(plan.findings().get(0).severity())
                .as("launch refuses it, so check does")
                .isEqualTo(Finding.Severity.ERROR);
        assertThat(plan.ready()).isFalse();
    }

    @Test
    void wantsTheDevicesTheScriptStartsRanksOn() {
        assertThat(on(Scene.pretrain14b(), "4x910B3").findings())
                .contains(
                        "error M02 scripts/qwen/qwen.sh starts 8 ranks on a node, but it has 4 NPUs | assume 1x8x910B3-64g (to plan only)");
        assertThat(Scene.pretrain14b()
                        .on(new Machine(1, 0, "", 0, false, List.of()))
                        .findings())
                .containsExactly(
                        "error M02 scripts/qwen/qwen.sh starts 8 ranks on a node, but no NPU was found | doctor npus | use qwen-nano | assume 1x8x910B3-64g (to plan only)");
        assertThat(on(Scene.pretrain14b().set("nnodes=2 master-addr=n0"), "1x8x910B3-64g")
                        .findings())
                .contains(
                        "error M02 2 nodes are asked for, the assumed machine has 1 | set nnodes 1 | assume 2x8x910B3-64g");
    }

    @Test
    void refusesBusyNpusUnlessAccepted() {
        Scene busy = Scene.pretrain14b()
                .on(new Machine(
                        1,
                        8,
                        "910B3",
                        65536,
                        false,
                        List.of("NPU 3 is held by process 4711 (python)", "NPU 4 is held")));

        assertThat(busy.findings())
                .containsExactly(
                        "error M03 NPU 3 is held by process 4711 (python), and 1 more | sessions | !npu-smi info");
        assertThat(busy.accepting("M03").plan().ready()).isTrue();
    }

    @Test
    void numbersNodesFromZero() {
        assertThat(Scene.pretrain14b().set("node-rank=1").findings())
                .containsExactly("error M04 node-rank 1 is not below nnodes 1 | set node-rank 0 | set nnodes 2");
    }

    @Test
    void wantsAnAddressAllNodesReach() {
        Scene two = Scene.pretrain14b().set("nnodes=2");

        assertThat(two.findings()).contains("error M05 2 nodes need the address of node 0 | set master-addr ADDRESS");
        assertThat(two.set("master-addr=localhost").findings())
                .contains(
                        "error M05 with master-addr 'localhost' every node waits for itself | set master-addr ADDRESS");
        assertThat(two.set("master-addr=10.0.0.1").codes()).containsExactly("M06");
        assertThat(Scene.pretrain14b().set("master-addr=localhost").codes()).isEmpty();
    }

    @Test
    void comparesVisibleDevicesWithRanks() {
        assertThat(Scene.pretrain14b().set("devices=0,1,2,3 tp=4").findings())
                .containsExactly(
                        "error M07 devices names 4 NPUs, scripts/qwen/qwen.sh starts 8 ranks on a node | unset devices");
    }

    @Test
    void looksForTheScript() {
        assertThat(Scene.pretrain14b()
                        .script(new Facts.Script("/c/qwen.sh", false, Set.of(), "", Map.of()))
                        .findings())
                .containsExactly(
                        "error S01 the script '/c/qwen.sh' does not exist | workspace unpack | set code-dir DIRECTORY");
    }

    @Test
    void saysWhatTheScriptDoesNotRead() {
        Scene seen = Scene.pretrain14b().script(new Facts.Script("/c/qwen.sh", true, MANUAL, "ab", Map.of()));

        assertThat(seen.codes()).as("recommended ones are not the operator's").isEmpty();
        assertThat(seen.set("tp=8 epochs=1 devices=0,1,2,3,4,5,6,7")
                        .dataset(9, 9_999_999)
                        .codes())
                .isEmpty();
        assertThat(seen.set("lr=1e-5").findings())
                .containsExactly("error S02 scripts/qwen/qwen.sh does not read LR, so lr has no effect | unset lr");
        Plan accepted = seen.set("lr=1e-5").accepting("S02").plan();
        assertThat(accepted.ready()).isTrue();
        assertThat(accepted.steps().get(1).commands().get(0).environment()).containsEntry("LR", "1e-5");
        assertThat(Scene.pretrain14b().set("lr=1e-5").codes())
                .as("nobody has seen the script")
                .isEmpty();
    }

    @Test
    void saysWhatTheEmbeddedEngineDoesNotRead() {
        assertThat(Scene.of(TestProfiles.nano(), RunType.PRETRAIN)
                        .set("master-port=6000 seed=7")
                        .findings())
                .containsExactly("error S02 the embedded engine does not read master-port | unset master-port");
    }

    @Test
    void findsBlanksInPaths() {
        assertThat(Scene.pretrain14b().set("tokenizer-path=/my%20models/q").findings())
                .containsExactly(
                        "error S04 tokenizer-path '/my models/q' has a blank in it, which a script that does not quote it takes"
                                + " for an end | set tokenizer-path PATH-WITHOUT-BLANKS");
        assertThat(Scene.of(TestProfiles.nano(), RunType.PRETRAIN)
                        .set("work-dir=/my%20work")
                        .codes())
                .isEmpty();
    }

    @Test
    void keepsTheHomeOfTheImageFree() {
        assertThat(Scene.pretrain14b().set("work-dir=/home/ma-user/").findings())
                .containsExactly(
                        "error S05 work-dir '/home/ma-user/' is the home directory of the container's user and must not be mounted over"
                                + " | set work-dir /home/ma-user/ws");
        assertThat(Scene.pretrain14b().set("work-dir=/home/ma-user/ws2").codes())
                .isEmpty();
    }

    @Test
    void wantsTheLearningRateToFall() {
        assertThat(Scene.pretrain14b().set("lr=1e-6 min-lr=1e-5").findings())
                .containsExactly("error S06 min-lr 1e-5 is more than lr 1e-6 | set min-lr 1e-6 | set lr 1e-5");
        assertThat(Scene.pretrain14b().set("lr=1e-5 min-lr=1e-5").codes()).isEmpty();
        assertThat(Scene.pretrain14b().set("warmup-fraction=1.0").codes()).containsExactly("S07");
    }

    @Test
    void namesEveryValueThatIsMissing() {
        Scene bare = Scene.of(bare(), RunType.PRETRAIN);

        assertThat(bare.findings()).containsExactly("error S08 train-iters has no value | set train-iters VALUE");
        assertThat(bare.plan().disk()).isNull();
        assertThat(bare.plan().steps().get(1).summary()).isEqualTo("scripts/qwen/qwen.sh");
    }

    private static io.npushell.profile.ModelProfile bare() {
        io.npushell.profile.ModelProfile full = TestProfiles.qwen14b();
        return new io.npushell.profile.ModelProfile(
                full.name(),
                full.title(),
                full.engine(),
                full.modelType(),
                full.directory(),
                full.family(),
                full.familyNamed(),
                full.shape(),
                full.script(),
                full.variables(),
                full.environment(),
                List.of(),
                full.tokenizerFiles(),
                full.weightFiles(),
                full.vocabularyDivisor(),
                full.devicesPerNode(),
                null,
                full.sources(),
                full.source());
    }

    @Test
    void knowsWhatTheEmbeddedEngineTrains() {
        for (RunType runType : RunType.values()) {
            assertThat(Scene.of(TestProfiles.nano(), runType)
                            .set("lora-target-modules=dense,query_key_value")
                            .codes())
                    .as(runType.label())
                    .doesNotContain("S02");
        }
        assertThat(Scene.of(TestProfiles.nano(), RunType.RETRAIN).codes()).isEmpty();
    }

    @Test
    void keepsProfileAndModelTypeTogether() {
        assertThat(Scene.pretrain14b().set("model-type=7B").findings())
                .containsExactly(
                        "error S10 model-type 7B is not the 14B of profile qwen-14b, whose shape is checked here | unset model-type");
    }

    @Test
    void putsErrorsFirst() {
        assertThat(Scene.of(TestProfiles.qwen14b(), RunType.LORA)
                        .set("save-interval=9999 mbs=3")
                        .plan()
                        .findings())
                .extracting(Finding::severity)
                .containsExactly(Finding.Severity.ERROR, Finding.Severity.WARNING, Finding.Severity.ADVICE);
    }

    @Test
    void countsAPresetAsChosen() {
        Scene preset = Scene.pretrain14b()
                .script(new Facts.Script("/c/qwen.sh", true, MANUAL, "ab", Map.of()))
                .with(TestProfiles.set(io.npushell.params.Settings.none(), "lr=1e-5", Origin.PRESET));

        assertThat(preset.codes()).containsExactly("S02");
    }
}
