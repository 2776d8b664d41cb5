package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** sft and lora on the embedded engine: what it is told, begun and gone on with. */
class EmbeddedFineTuningTest {
    private static final Scene SFT = Scene.of(TestProfiles.nano(), RunType.SFT).set("work-dir=/ws");
    private static final Scene LORA =
            Scene.of(TestProfiles.nano(), RunType.LORA).set("work-dir=/ws lora-r=8 lora-alpha=16");

    @Test
    void isToldWhatItStartsFrom() {
        assertThat(variables(SFT))
                .containsEntry("RUN_TYPE", "sft")
                .containsEntry("MODEL_PATH", "/ws/processed_for_ma_input/Qwen-nano/converted_weights")
                .containsEntry("SAVE_DIR", "/ws/saved_dir_for_ma_output/Qwen-nano/sft")
                .doesNotContainKeys("LORA_R", "LORA_ALPHA", "RESUME_PATH");
        assertThat(variables(LORA.set("lora-target-modules=dense,query_key_value")))
                .containsEntry("LORA_R", "8")
                .containsEntry("LORA_ALPHA", "16")
                .containsEntry("LORA_TARGET_MODULES", "dense,query_key_value");
    }

    @Test
    void goesOnInItsOwnOutputWithoutConvertingAnything() {
        Scene resumed = goingOn(LORA.set("train-iters=30"), 20);

        assertThat(variables(resumed))
                .containsEntry("RESUME_PATH", "/ws/saved_dir_for_ma_output/Qwen-nano/lora")
                .containsEntry("MODEL_PATH", "/ws/processed_for_ma_input/Qwen-nano/converted_weights");
        assertThat(resumed.plan().steps()).extracting(Step::kind).containsExactly(Step.Kind.DATA, Step.Kind.TRAIN);
        assertThat(resumed.plan().steps().get(1).note()).isEqualTo("from iteration 20");
        assertThat(goingOn(LORA.set("train-iters=20"), 20).codes()).contains("R01");
    }

    /** A million parameters take 12 MiB and more; an adapter of rank 8, its optimizer and the two tables 2 MiB. */
    @Test
    void reckonsWithAdaptersAlone() {
        assertThat(LORA.plan().disk().checkpointBytes()).isBetween(1_900_000L, 2_400_000L);
        assertThat(SFT.plan().disk().checkpointBytes()).isGreaterThan(12_000_000L);
    }

    @Test
    void mergesAdaptersIntoTheModelTheyWereTrainedOn() {
        Facts.Export export = new Facts.Export(
                "/ws/lora", null, null, "/ws/exported/x", Step.State.TO_DO, "to do", null, null, "/ws/base");
        Scene after = LORA.set("export=on");

        assertThat(export(after.seen(after.facts().with(null, export))).command())
                .containsSequence("--load-dir", "/ws/processed_for_ma_input/Qwen-nano/converted_weights")
                .containsSequence("--lora-dir", "/ws/saved_dir_for_ma_output/Qwen-nano/lora");
        assertThat(export(SFT.set("export=on").seen(SFT.facts().with(null, export)))
                        .command())
                .doesNotContain("--lora-dir");
    }

    @Test
    void retrainIsNotForFineTunings() {
        Scene retrain = Scene.of(TestProfiles.nano(), RunType.RETRAIN);

        assertThat(retrain.set("model-path=/ws/saved_dir_for_ma_output/Qwen-nano/sft")
                        .findings())
                .contains(
                        "error R05 '/ws/saved_dir_for_ma_output/Qwen-nano/sft' is of a fine-tuning, and retrain goes on with a pretraining"
                                + " | resume ID | unset model-path");
        assertThat(retrain.set("model-path=/ws/saved_dir_for_ma_output/Qwen-nano/sft.archived-4")
                        .codes())
                .contains("R05");
    }

    private static Scene goingOn(Scene scene, long iteration) {
        String directory = "/ws/saved_dir_for_ma_output/Qwen-nano/lora";
        Facts facts = scene.facts();
        return scene.seen(new Facts(
                facts.machine(),
                facts.resolved(),
                null,
                null,
                null,
                null,
                new Facts.Checkpoint(directory, true, true, iteration, 1, 1, true, 30, 16, null),
                new Facts.Output(directory, true, iteration, "1", false, true),
                null));
    }

    private static Map<String, String> variables(Scene scene) {
        return step(scene, Step.Kind.TRAIN).environment();
    }

    private static NodeCommand export(Scene scene) {
        return step(scene, Step.Kind.EXPORT);
    }

    private static NodeCommand step(Scene scene, Step.Kind kind) {
        return scene.plan().steps().stream()
                .filter(step -> step.kind() == kind)
                .findFirst()
                .orElseThrow()
                .commands()
                .get(0);
    }
}
