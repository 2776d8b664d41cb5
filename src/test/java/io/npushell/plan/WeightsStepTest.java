package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WeightsStepTest {
    private static final String SOURCE = "/ws/tokenizers/Qwen-14B";
    private static final String TARGET = "/ws/processed/converted_weights";
    private static final Scene SFT = Scene.of(TestProfiles.qwen14b(), RunType.SFT);

    @Test
    void convertsBeforeTheTrainingWhatIsNotThere() {
        Plan plan = with(SFT, weights(null, Step.State.TO_DO, "", null), null).plan();

        Step step = step(plan, Step.Kind.WEIGHTS);
        assertThat(step.summary()).isEqualTo("Qwen-14B → converted_weights");
        assertThat(step.note()).isEqualTo("to do");
        assertThat(step.commands().get(0).command())
                .containsSequence("io.npushell.step.Main", "weights", "--load-dir", SOURCE, "--save-dir", TARGET)
                .containsSequence("--target-tensor-parallel-size", "8", "--target-pipeline-parallel-size", "1")
                .contains("-Xmx512m")
                .doesNotContain("--params-dtype", "--padded-vocab-size");
        assertThat(plan.steps().stream().map(Step::kind))
                .containsExactly(Step.Kind.DATA, Step.Kind.WEIGHTS, Step.Kind.TRAIN);
    }

    @Test
    void leavesAloneWhatIsThere() {
        Step step = step(
                with(SFT, weights(null, Step.State.DONE, "done, TP 8 PP 1", null), null)
                        .plan(),
                Step.Kind.WEIGHTS);

        assertThat(step.commands()).isEmpty();
        assertThat(step.note()).isEqualTo("done, TP 8 PP 1");
    }

    @Test
    void pretrainHasNoSuchStepUnlessAsked() {
        Scene scene = with(Scene.pretrain14b(), weights(null, Step.State.TO_DO, "", null), null);

        assertThat(scene.plan().steps().stream().map(Step::kind)).doesNotContain(Step.Kind.WEIGHTS);
        assertThat(step(asked(scene, Step.Kind.WEIGHTS), Step.Kind.WEIGHTS).commands())
                .hasSize(1);
    }

    @Test
    void rendersUpstreamsCommandWithoutTheManualsMistakes() {
        Scene scene =
                with(SFT.set("converter=modellink code-dir=/code"), weights(null, Step.State.TO_DO, "", null), null);
        List<NodeCommand> commands = step(scene.plan(), Step.Kind.WEIGHTS).commands();

        assertThat(CommandText.invocation(commands.get(0)))
                .isEqualTo(
                        "sh /build/engine/upstream.sh python tools/checkpoint/util.py --model-type GPT --loader qwen_hf --saver megatron"
                                + " --target-tensor-parallel-size 8 --target-pipeline-parallel-size 1 --load-dir "
                                + SOURCE
                                + " --save-dir " + TARGET + ".unfinished --tokenizer-model " + SOURCE
                                + "/qwen.tiktoken --add-qkv-bias");
        assertThat(commands.get(0).directory()).isEqualTo("/code/ModelLink");
        assertThat(commands.get(0).setup())
                .contains("export PYTHONPATH=/code/AscendSpeed:/code/ModelLink${PYTHONPATH:+:$PYTHONPATH}")
                .endsWith("rm -rf " + TARGET + ".unfinished");
        assertThat(commands.get(1).command())
                .containsSequence("--save-dir", TARGET)
                .endsWith("--check", TARGET + ".unfinished");
    }

    @Test
    void refusesWhatIsInUse() {
        assertThat(with(SFT, weights(null, Step.State.STALE, "stale: x", "12"), null)
                        .findings())
                .contains("error W09 '" + TARGET + "' is in use by session 12 | wait 12 | stop 12");
        assertThat(with(SFT, weights(null, Step.State.DONE, "done", "12"), null).codes())
                .doesNotContain("W09");
    }

    @Test
    void refusesAMergeIntoOrOutOfWhatIsInUse() {
        Facts.Export export =
                new Facts.Export("/mg", null, SOURCE, "/exported/x", Step.State.TO_DO, "to do", "7", "8", null);

        assertThat(asked(with(SFT, weights(null, Step.State.STALE, "stale", "12"), export), Step.Kind.EXPORT)
                        .findings())
                .filteredOn(finding -> finding.code().equals("W11"))
                .extracting(Finding::sentence)
                .containsExactly("'/exported/x' is in use by session 7", "'/mg' is still being made by session 8");
        assertThat(with(SFT, null, export).codes()).doesNotContain("W11");
    }

    @Test
    void saysWhyNothingCanBeConverted() {
        Scene scene = with(SFT, weights("'/ws' holds no config.json", Step.State.TO_DO, "", null), null);

        assertThat(asked(scene, Step.Kind.WEIGHTS).findings().stream().map(Finding::code))
                .contains("W08");
        assertThat(step(scene.plan(), Step.Kind.WEIGHTS).commands()).isEmpty();
    }

    @Test
    void aModelThatTheOperatorNamesIsMissedThoughConvertedWeightsAreThere() {
        Scene scene = with(SFT, weights("there is no '/nope'", Step.State.DONE, "done, TP 8 PP 1", null), null);

        assertThat(asked(scene, Step.Kind.WEIGHTS).findings().stream().map(Finding::code))
                .as("the usual one may be deleted to save space")
                .doesNotContain("W08");
        Scene named = scene.set("hf-path=/nope");
        assertThat(asked(named, Step.Kind.WEIGHTS).findings().stream().map(Finding::code))
                .contains("W08");
        assertThat(named.codes()).as("a training needs the weights only").doesNotContain("W08");
    }

    @Test
    void namesTheModelWhereItsWeightsCouldNotBeCut() {
        Facts.Checkpoint missing =
                new Facts.Checkpoint(TARGET, false, false, -1, 0, 0, false, -1, -1, "there is no directory");
        Scene scene = with(SFT.model(missing), weights("'/hf' holds no config.json", Step.State.TO_DO, "", null), null);

        assertThat(scene.findings())
                .contains("error W03 '" + TARGET
                        + "' is not there, and hf-path cannot be converted into it: '/hf' holds no config.json"
                        + " | set hf-path DIRECTORY | weights convert | set model-path DIRECTORY");
    }

    @Test
    void noScriptMakesTensorParallelBeyondTheGroupsConvertible() {
        Scene scene =
                Scene.of(TestProfiles.glm3(), RunType.PRETRAIN).set("tp=4").accepting("P03");

        assertThat(asked(scene, Step.Kind.WEIGHTS).findings())
                .anyMatch(finding -> finding.code().equals("P03") && finding.blocks());
        assertThat(asked(scene.set("converter=modellink"), Step.Kind.WEIGHTS).findings())
                .anyMatch(finding -> finding.code().equals("P03") && finding.accepted());
        assertThat(FindingCatalog.find("P03").orElseThrow().steps()).contains(Step.Kind.WEIGHTS);
    }

    @Test
    void exportsAfterTheTrainingOrAlone() {
        Facts.Export export = new Facts.Export(
                "/ws/saved/sft", null, SOURCE, "/ws/exported/x-5", Step.State.TO_DO, "to do", null, null, null);
        Scene scene = with(SFT.set("export=on"), weights(null, Step.State.DONE, "done", null), export);

        Step after = step(scene.plan(), Step.Kind.EXPORT);
        assertThat(after.note()).isEqualTo("after the training");
        assertThat(after.commands().get(0).command())
                .containsSequence(
                        "export",
                        "--load-dir",
                        scene.plan().settings().text("work-dir").orElseThrow()
                                + "/saved_dir_for_ma_output/Qwen-14B/sft")
                .containsSequence("--original", SOURCE);
        Step alone = step(asked(with(SFT, null, export), Step.Kind.EXPORT), Step.Kind.EXPORT);
        assertThat(alone.commands().get(0).command())
                .containsSequence("--load-dir", "/ws/saved/sft", "--save-dir", "/ws/exported/x-5");
    }

    private static Facts.Weights weights(
            @Nullable String problem, Step.State state, String note, @Nullable String usedBy) {
        return new Facts.Weights(SOURCE, problem, TARGET, state, note, usedBy, null, 0);
    }

    private static Scene with(Scene scene, Facts.@Nullable Weights weights, Facts.@Nullable Export export) {
        return scene.seen(scene.request().facts().with(weights, export));
    }

    private static Plan asked(Scene scene, Step.Kind kind) {
        PlanRequest request = scene.request();
        return new Planner()
                .plan(new PlanRequest(
                        request.profile(),
                        request.runType(),
                        request.settings(),
                        request.facts(),
                        request.installation(),
                        request.accepted(),
                        Set.of(kind)));
    }

    private static Step step(Plan plan, Step.Kind kind) {
        return plan.steps().stream()
                .filter(step -> step.kind() == kind)
                .findFirst()
                .orElseThrow();
    }
}
