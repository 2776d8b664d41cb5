package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.plan.Finding.Severity;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ProfileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The plans of the profiles we ship, on the machines the manual has them on. */
class GoldenPlanTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/golden/plan");
    private static final ProfileStore STORE = new ProfileStore(
            Path.of("profiles"),
            Path.of("no-own-profiles"),
            ParameterCatalog.standard(),
            Engines.standard().all());
    private static final Settings MODELLINK = TestProfiles.operator("preprocessor=modellink converter=modellink");
    private static final Map<String, List<String>> MACHINES = Map.of(
            "qwen-7b", List.of("1x8x910B3-64g"),
            "qwen-14b", List.of("1x8x910B3-64g", "2x8x910B3-64g"),
            "qwen-72b", List.of("5x8x910B3-64g", "8x8x910B3-64g"),
            "glm3-6b", List.of("1x8x910B3-64g", "2x8x910B3-64g"));

    @TestFactory
    Stream<DynamicTest> plansAreAsTheyWere() {
        return STORE.names().stream()
                .map(STORE::load)
                .flatMap(profile -> Stream.of(RunType.values())
                        .filter(runType -> profile.engine().label().equals("ascend") || !runType.finetunes())
                        .flatMap(runType -> machines(profile)
                                .map(machine -> DynamicTest.dynamicTest(
                                        profile.name() + "-" + runType.label() + "-" + machine.nodes(),
                                        () -> compare(
                                                plan(profile, runType, machine),
                                                profile.name() + "-" + runType.label() + "-" + machine.nodes())))));
    }

    /** The manual's own two tools instead of ours. */
    @TestFactory
    Stream<DynamicTest> plansWithUpstreamsToolsAreAsTheyWere() {
        return Stream.of("qwen-7b", "qwen-14b", "glm3-6b")
                .map(STORE::load)
                .flatMap(profile -> Stream.of(RunType.PRETRAIN, RunType.SFT).map(runType -> {
                    String name = profile.name() + "-" + runType.label() + "-modellink";
                    Plan plan =
                            plan(profile, runType, machines(profile).findFirst().orElseThrow(), MODELLINK);
                    return DynamicTest.dynamicTest(name, () -> compare(plan, name));
                }));
    }

    private static Stream<Machine> machines(ModelProfile profile) {
        return profile.engine().label().equals("embedded")
                ? Stream.of(new Machine(1, 1, "CPU", 0, false, List.of()))
                : MACHINES.get(profile.name()).stream().map(MachineText::parse);
    }

    private static Plan plan(ModelProfile profile, RunType runType, Machine machine) {
        return plan(
                profile,
                runType,
                machine,
                machine.nodes() > 1 ? TestProfiles.operator("master-addr=10.0.0.1") : Settings.none());
    }

    private static Plan plan(ModelProfile profile, RunType runType, Machine machine, Settings operator) {
        return new Planner()
                .plan(new PlanRequest(
                        profile, runType, operator, facts(profile, runType, machine), Scene.INSTALLATION, Set.of()));
    }

    /** Nothing was looked at but the model, which is to be converted for sft and lora. */
    private static Facts facts(ModelProfile profile, RunType runType, Machine machine) {
        WorkTree tree = WorkTree.of("/home/ma-user/ws", profile);
        Facts.Weights weights = new Facts.Weights(
                tree.tokenizer(),
                null,
                tree.convertedWeights(),
                Step.State.TO_DO,
                "",
                null,
                null,
                profile.shape().paddedVocabulary());
        return runType.finetunes() ? Facts.unseen(machine).with(weights, null) : Facts.unseen(machine);
    }

    private static void compare(Plan plan, String name) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# " + plan.profile().name() + " " + plan.runType().label() + " on "
                + MachineText.render(plan.machine()));
        lines.add("# " + plan.layout());
        lines.add("# " + plan.disk());
        plan.findings()
                .forEach(finding -> lines.add("# " + finding.severity().label() + " " + finding.code() + " "
                        + finding.sentence() + " " + finding.remedies()));
        for (Step step : plan.steps()) {
            lines.add("");
            lines.add("# " + step.kind().label() + ": " + step.summary());
            for (NodeCommand command : step.commands()) {
                lines.add("# node " + command.node());
                // Where this checkout is must not be in the file.
                lines.add(CommandText.render(command).replace(Path.of("").toAbsolutePath() + "/", "/checkout/"));
            }
        }
        Golden.assertMatches(DIRECTORY.resolve(name + ".txt"), String.join("\n", lines) + "\n");
    }

    @Test
    void isTheCommandTheManualPrints() {
        // Manual, "启动训练脚本" of pretraining, retraining, SFT and LoRA, with the blank after MODEL_PATH= taken out.
        String common = " MBS=2 GBS=64 TP=8 PP=1 SEQ_LEN=4096 WORK_DIR=/home/ma-user/ws sh scripts/qwen/qwen.sh";
        String pretrain =
                "DATASET_PATH=/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/pretrain/alpaca_text_document"
                        + " TOKENIZER_PATH=/home/ma-user/ws/tokenizers/Qwen-14B";
        String finetune = "DATASET_PATH=/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft"
                + " TOKENIZER_PATH=/home/ma-user/ws/tokenizers/Qwen-14B"
                + " MODEL_PATH=/home/ma-user/ws/processed_for_ma_input/Qwen-14B/converted_weights";
        String cluster = "MASTER_ADDR=10.0.0.1 NNODES=2 NODE_RANK=1 ";

        assertThat(command(RunType.PRETRAIN, 1))
                .isEqualTo("MODEL_TYPE=14B RUN_TYPE=pretrain " + pretrain + " TRAIN_ITERS=200" + common);
        assertThat(command(RunType.RETRAIN, 1))
                .isEqualTo("MODEL_TYPE=14B RUN_TYPE=retrain " + pretrain
                        + " MODEL_PATH=/home/ma-user/ws/saved_dir_for_ma_output/Qwen-14B/pretrain TRAIN_ITERS=300"
                        + common);
        assertThat(command(RunType.SFT, 1))
                .isEqualTo("MODEL_TYPE=14B RUN_TYPE=sft " + finetune + " TRAIN_ITERS=300" + common);
        assertThat(command(RunType.LORA, 1))
                .isEqualTo("MODEL_TYPE=14B RUN_TYPE=lora " + finetune + " TRAIN_ITERS=300"
                        + common.replace("MBS=2", "MBS=4"));
        assertThat(command(RunType.PRETRAIN, 2))
                .isEqualTo(cluster + "MODEL_TYPE=14B RUN_TYPE=pretrain " + pretrain + " TRAIN_ITERS=200" + common);
        assertThat(command(RunType.SFT, 2))
                .isEqualTo(cluster + "MODEL_TYPE=14B RUN_TYPE=sft " + finetune + " TRAIN_ITERS=300" + common);
    }

    /** Of the last node. */
    private static String command(RunType runType, int nodes) {
        List<NodeCommand> commands =
                plan(STORE.load("qwen-14b"), runType, MachineText.parse(nodes + "x8x910B3-64g")).steps().stream()
                        .filter(step -> step.kind() == Step.Kind.TRAIN)
                        .findFirst()
                        .orElseThrow()
                        .commands();
        assertThat(commands).hasSize(nodes);
        return CommandText.invocation(commands.get(nodes - 1));
    }

    /** Each run type with its own defaults: the assumed machine is the only thing in the way. */
    @TestFactory
    Stream<DynamicTest> profilesFitTheMachinesTheyAreMeantFor() {
        return STORE.names().stream()
                .map(STORE::load)
                .flatMap(profile -> Stream.of(RunType.values())
                        .flatMap(runType -> machines(profile)
                                .map(machine -> DynamicTest.dynamicTest(
                                        profile.name() + "/" + runType.label() + " on " + MachineText.render(machine),
                                        () -> assertThat(plan(profile, runType, machine)
                                                        .findings())
                                                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                                                .extracting(Finding::code)
                                                .isEqualTo(machine.assumed() ? List.of("M01") : List.of())))));
    }
}
