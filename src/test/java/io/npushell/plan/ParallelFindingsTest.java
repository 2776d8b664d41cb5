package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import org.junit.jupiter.api.Test;

class ParallelFindingsTest {
    @Test
    void saysTheSentenceOfTheDesign() {
        assertThat(Scene.pretrain14b().set("mbs=3").findings())
                .containsExactly(
                        "error P07 global batch 64 is not divisible by 3 × 1 (micro batch × data parallel) | set mbs 2 | set gbs 66");
    }

    @Test
    void findsNothingAgainstTheManualsRecommendations() {
        assertThat(Scene.pretrain14b().findings()).isEmpty();
        assertThat(Scene.of(TestProfiles.glm3(), RunType.SFT).findings()).isEmpty();
        assertThat(Scene.of(TestProfiles.nano(), RunType.PRETRAIN)
                        .set("raw-input=/a.txt append-eod=on")
                        .findings())
                .isEmpty();
    }

    @Test
    void proposesEnoughNodesForALargeModel() {
        assertThat(Scene.of(TestProfiles.qwen72b(), RunType.PRETRAIN).findings())
                .containsExactly(
                        "error P01 8 NPUs are not divisible by 8 × 5 (tensor parallel × pipeline parallel) | set nnodes 5 | set pp 1");
    }

    @Test
    void givesOneReasonForOneMistake() {
        assertThat(Scene.pretrain14b().set("tp=3").codes()).containsExactly("P01", "P02");
    }

    @Test
    void letsTheScriptDecideOnUnevenLayers() {
        Scene scene = Scene.of(TestProfiles.qwen72b(), RunType.PRETRAIN)
                .on(Scene.npus(6))
                .set("pp=6 master-addr=10.0.0.1 gbs=66");

        assertThat(scene.findings())
                .contains("error P04 80 layers are not divisible by 6 (pipeline parallel) | set pp 2");
        assertThat(scene.plan().ready()).isFalse();
        assertThat(scene.accepting("P04").plan().ready()).isTrue();
        assertThat(scene.accepting("P04").plan().findings())
                .filteredOn(finding -> finding.code().equals("P04"))
                .extracting(Finding::accepted)
                .containsExactly(true);
        assertThat(scene.accepting("P04").plan().layout()).isNotNull();
    }

    @Test
    void acceptsNothingThatIsCertain() {
        assertThat(Scene.pretrain14b().set("mbs=3").accepting("P07").plan().ready())
                .isFalse();
    }

    @Test
    void knowsThatGlm3HasTwoKeyValueGroups() {
        assertThat(Scene.of(TestProfiles.glm3(), RunType.PRETRAIN)
                        .set("tp=4 pp=1")
                        .findings())
                .contains("error P03 2 key-value groups are not divisible by 4 (tensor parallel) | set tp 2");
        assertThat(Scene.of(TestProfiles.glm3(), RunType.PRETRAIN)
                        .set("tp=4 pp=1")
                        .accepting("P03")
                        .plan()
                        .ready())
                .isTrue();
    }

    @Test
    void refusesSequencesBeyondThePositions() {
        assertThat(Scene.pretrain14b().set("seq-len=40000").findings())
                .contains(
                        "error P09 sequence length 40000 is more than the 32768 positions of the model | set seq-len 32768");
        assertThat(Scene.pretrain14b().set("seq-len=4100").findings())
                .contains(
                        "error P06 sequence length 4100 is not divisible by 8 (tensor parallel) | set seq-len 4096 | set tp 4");
    }

    @Test
    void keepsTensorParallelInOneNode() {
        assertThat(Scene.of(TestProfiles.qwen72b(), RunType.PRETRAIN)
                        .on(Scene.npus(2))
                        .set("tp=16 pp=1 master-addr=n0")
                        .findings())
                .contains("error P08 tensor parallel 16 does not stay within the 8 NPUs of one node | set tp 8");
    }

    @Test
    void saysHowMuchOfTheTimeAPipelineIsIdle() {
        Scene glm = Scene.of(TestProfiles.glm3(), RunType.PRETRAIN);

        assertThat(glm.set("gbs=8 pp=4 tp=2").findings())
                .containsExactly(
                        "advice P11 4 pipeline stages are idle 27 % of the time with 8 micro-batches | set gbs 32");
        assertThat(glm.set("gbs=2").findings())
                .containsExactly(
                        "warning P11 4 pipeline stages are idle 60 % of the time with 2 micro-batches | set gbs 32");
        assertThat(glm.set("gbs=32").codes()).isEmpty();
    }

    @Test
    void warnsOfLoraWithTensorParallelism() {
        assertThat(Scene.of(TestProfiles.qwen14b(), RunType.LORA).findings())
                .containsExactly(
                        "warning P12 LoRA with tensor parallel 8 has a known precision problem in later releases of the scripts | set tp 1 padded-vocab-size 151872");
    }

    @Test
    void treatsTheEmbeddedEngineAsOneDevice() {
        Scene nano = Scene.of(TestProfiles.nano(), RunType.PRETRAIN).set("append-eod=on raw-input=/a.txt");

        Layout layout = nano.set("tp=2 pp=4").plan().layout();

        assertThat(layout).isEqualTo(new Layout(1, 2, 4, 1, 4, 16, 4));
        assertThat(nano.set("tp=2 pp=4").codes()).isEmpty();
        assertThat(nano.set("tp=3").findings())
                .contains("error P02 4 attention heads are not divisible by 3 (tensor parallel) | set tp 2");
        assertThat(nano.set("pp=3").accepting("P04").plan().ready())
                .as("we know our own engine")
                .isFalse();
    }
}
