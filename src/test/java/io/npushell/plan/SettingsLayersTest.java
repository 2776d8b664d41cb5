package io.npushell.plan;

import static io.npushell.plan.TestProfiles.nano;
import static io.npushell.plan.TestProfiles.operator;
import static io.npushell.plan.TestProfiles.qwen14b;
import static io.npushell.plan.TestProfiles.qwen72b;
import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import org.junit.jupiter.api.Test;

class SettingsLayersTest {
    @Test
    void laysWhatTheOperatorSetOverProfileAndManual() {
        Settings settings = Planner.settings(qwen14b(), RunType.PRETRAIN, operator("tp=4"));

        assertThat(settings.chain("tp"))
                .extracting(setting -> setting.origin() + " " + setting.value().text())
                .containsExactly("OPERATOR 4", "PROFILE 8", "MANUAL 8");
    }

    @Test
    void derivesTheManualsPaths() {
        Settings settings = Planner.settings(qwen14b(), RunType.PRETRAIN, Settings.none());

        assertThat(settings.text("dataset-path"))
                .contains("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/pretrain/alpaca_text_document");
        assertThat(settings.text("tokenizer-path")).contains("/home/ma-user/ws/tokenizers/Qwen-14B");
        assertThat(settings.text("raw-input"))
                .contains("/home/ma-user/ws/training_data/pretrain/train-00000-of-00001-a09b74b3ef9c3b56.parquet");
        assertThat(settings.has("model-path")).isFalse();
        assertThat(settings.text("model-type")).contains("14B");
    }

    @Test
    void startsEachRunTypeFromItsOwnWeights() {
        assertThat(Planner.settings(qwen14b(), RunType.RETRAIN, Settings.none()).text("model-path"))
                .contains("/home/ma-user/ws/saved_dir_for_ma_output/Qwen-14B/pretrain");
        assertThat(Planner.settings(qwen14b(), RunType.SFT, Settings.none()).text("model-path"))
                .contains("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/converted_weights");
        assertThat(Planner.settings(qwen14b(), RunType.LORA, Settings.none()).text("dataset-path"))
                .contains("/home/ma-user/ws/processed_for_ma_input/Qwen-14B/data/finetune/alpaca_ft");
    }

    @Test
    void namesTheDatasetAfterTheRawInput() {
        Settings settings =
                Planner.settings(nano(), RunType.PRETRAIN, operator("work-dir=/w/ raw-input=/a/my%20story.v2.jsonl"));

        assertThat(settings.text("dataset-path"))
                .contains("/w/processed_for_ma_input/Qwen-nano/data/pretrain/my_story.v2_text_document");
        assertThat(settings.text("tokenizer-path")).contains("/profiles/qwen-nano");
        assertThat(settings.has("code-dir")).isFalse();
    }

    @Test
    void takesTheSurroundingsWhereTheOperatorSaysNothing() {
        Settings given = new Defaults("/home/me/npu-work", 8).beneath(operator("lr=1e-5"));

        Settings settings = Planner.settings(qwen72b(), RunType.PRETRAIN, given);

        assertThat(settings.text("tokenizer-path")).contains("/home/me/npu-work/tokenizers/Qwen-72B");
        assertThat(settings.whole("nnodes")).hasValue(8);
        assertThat(settings.whole("pp")).as("recommended for 8 nodes").hasValue(8);
        assertThat(Planner.settings(
                                qwen72b(),
                                RunType.PRETRAIN,
                                TestProfiles.set(given, "nnodes=5 work-dir=/o", Origin.OPERATOR))
                        .text("tokenizer-path"))
                .contains("/o/tokenizers/Qwen-72B");
    }

    @Test
    void keepsTheCodeDirectoryThatWasFound() {
        Settings found =
                TestProfiles.set(Settings.none(), "code-dir=/w/6.3.904-Ascend/llm_train/AscendSpeed", Origin.DERIVED);

        assertThat(Planner.settings(qwen14b(), RunType.PRETRAIN, found).text("code-dir"))
                .contains("/w/6.3.904-Ascend/llm_train/AscendSpeed");
        assertThat(Planner.settings(qwen14b(), RunType.PRETRAIN, Settings.none())
                        .text("code-dir"))
                .contains("/home/ma-user/ws/llm_train/AscendSpeed");
    }

    @Test
    void derivesAnewFromSettingsThatWereCompletedBefore() {
        Settings before = Planner.settings(qwen14b(), RunType.SFT, operator("work-dir=/w code-dir=/c"));

        Settings after =
                Planner.settings(qwen14b(), RunType.PRETRAIN, TestProfiles.set(before, "tp=4", Origin.OPERATOR));

        assertThat(after)
                .isEqualTo(Planner.settings(qwen14b(), RunType.PRETRAIN, operator("work-dir=/w code-dir=/c tp=4")));
    }

    @Test
    void turnsEpochsIntoIterationsRoundedUp() {
        Scene scene = Scene.pretrain14b().set("epochs=3 seq-len=10 gbs=4 mbs=1");

        // 101 tokens are 10 samples, as each needs the token after its last one; 3 × 10 / 4 = 7.5
        assertThat(scene.dataset(7, 101).plan().settings().find("train-iters")).hasValueSatisfying(setting -> {
            assertThat(setting.value().text()).isEqualTo("8");
            assertThat(setting.origin()).isEqualTo(Origin.DERIVED);
        });
        assertThat(scene.dataset(7, 100).plan().settings().text("train-iters")).contains("7");
        assertThat(Scene.of(qwen14b(), RunType.SFT)
                        .set("epochs=2 gbs=64")
                        .dataset(52_002, 1)
                        .plan()
                        .settings()
                        .text("train-iters"))
                .as("documents are the samples of fine-tuning")
                .contains("1626");
    }

    @Test
    void saysNoIterationsWhileTheDataIsUnknown() {
        Plan plan = Scene.pretrain14b().set("epochs=3").noDataset().plan();

        assertThat(plan.settings().has("train-iters")).isFalse();
        assertThat(plan.disk()).isNull();
        assertThat(plan.findings()).extracting(Finding::code).contains("D08").doesNotContain("S08");
    }

    @Test
    void letsTheStrongerOfEpochsAndIterationsCount() {
        Settings preset = TestProfiles.set(Settings.none(), "epochs=3", Origin.PRESET);
        Settings later = TestProfiles.set(preset, "train-iters=50", Origin.OPERATOR);
        Settings earlier = TestProfiles.set(
                TestProfiles.set(Settings.none(), "train-iters=50", Origin.PRESET), "epochs=3", Origin.OPERATOR);

        Scene scene = Scene.pretrain14b().dataset(10, 4096 * 64 + 1);
        assertThat(scene.with(later).plan().settings().text("train-iters")).contains("50");
        assertThat(scene.with(later).findings())
                .contains(
                        "warning S03 epochs 3 and train-iters 50 are both set; train-iters counts, set by operator | unset train-iters");
        assertThat(scene.with(earlier).plan().settings().text("train-iters")).contains("3");
        assertThat(scene.with(earlier).codes()).doesNotContain("S03");
        assertThat(scene.with(operator("epochs=3 train-iters=50")).findings())
                .contains("error S03 epochs 3 and train-iters 50 are both set | unset epochs | unset train-iters");
    }
}
