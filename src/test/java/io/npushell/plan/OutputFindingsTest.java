package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputFindingsTest {
    private static final String DIRECTORY = "/home/ma-user/ws/saved_dir_for_ma_output/Qwen-14B/pretrain";
    private static final long GIB = 1L << 30;

    private static Facts.Output output(long iteration, @Nullable String owner, boolean active, boolean inherited) {
        return new Facts.Output(DIRECTORY, true, iteration, owner, active, inherited);
    }

    @Test
    void saysWhoseOutputWouldBeOverwritten() {
        assertThat(Scene.pretrain14b().output(output(200, "12", false, false)).findings())
                .containsExactly(
                        "error O03 the save directory holds iteration 200 of session 12, which this would overwrite"
                                + " | resume 12 | launch --archive | launch --overwrite");
        assertThat(Scene.pretrain14b().output(output(200, null, false, false)).findings())
                .containsExactly(
                        "error O03 the save directory holds iteration 200 of a training not of npu-shell, which this would overwrite"
                                + " | launch --archive | launch --overwrite");
    }

    @Test
    void letsWhatIsContinuedBeAddedTo() {
        assertThat(Scene.pretrain14b().output(output(-1, null, false, false)).codes())
                .isEmpty();
        assertThat(Scene.pretrain14b().output(output(200, "12", false, true)).codes())
                .isEmpty();
        assertThat(Scene.of(TestProfiles.qwen14b(), RunType.RETRAIN)
                        .output(output(200, null, false, false))
                        .codes())
                .isEmpty();
        assertThat(Scene.of(TestProfiles.qwen14b(), RunType.RETRAIN)
                        .set("model-path=/elsewhere")
                        .output(output(200, null, false, false))
                        .codes())
                .containsExactly("O03");
    }

    @Test
    void keepsTwoTrainingsOutOfOneDirectory() {
        assertThat(Scene.pretrain14b().output(output(200, "12", true, true)).findings())
                .containsExactly(
                        "error O05 session 12 is running and saves to '" + DIRECTORY + "' | stop 12 | wait 12");
    }

    @Test
    void wantsAWritableDirectory() {
        assertThat(Scene.pretrain14b()
                        .output(new Facts.Output(DIRECTORY, false, -1, null, false, false))
                        .codes())
                .containsExactly("O01");
    }

    @Test
    void comparesTheCheckpointsWithTheDisk() {
        Scene scene = Scene.pretrain14b();

        assertThat(scene.free(700 * GIB).plan().disk())
                .isEqualTo(new DiskNeed(1, 14 * TestProfiles.qwen14b().parameters(), 700 * GIB));
        assertThat(scene.free(700 * GIB).codes()).isEmpty();
        assertThat(scene.free(100 * GIB).findings())
                .containsExactly(
                        "error O02 1 × 185 GiB of checkpoints do not fit into the 100 GiB free in '/ws' | set work-dir DIRECTORY");
        assertThat(scene.free(100 * GIB).accepting("O02").plan().ready()).isTrue();
        Scene often = scene.set("save-interval=20").free(700 * GIB);
        assertThat(often.findings())
                .containsExactly(
                        "warning O02 10 × 185 GiB of checkpoints do not fit into the 700 GiB free in '/ws' | set save-interval 67");
        assertThat(often.set("save-interval=67").codes()).isEmpty();
    }

    @Test
    void countsTheCheckpointsMegatronSaves() {
        assertThat(CheckpointSize.count(0, 100, 50)).isEqualTo(2);
        assertThat(CheckpointSize.count(0, 120, 50)).as("and one at the end").isEqualTo(3);
        assertThat(CheckpointSize.count(50, 120, 50)).isEqualTo(2);
        assertThat(CheckpointSize.count(0, 200, 10000)).isEqualTo(1);
        assertThat(CheckpointSize.count(200, 200, 50)).isEqualTo(1);
    }

    @Test
    void advisesAgainstSavingOnlyAtTheEnd() {
        assertThat(Scene.pretrain14b().set("save-interval=1000").findings())
                .containsExactly(
                        "advice O04 save-interval 1000 is more than the 200 iterations, so only the last is saved | set save-interval 50");
        assertThat(Scene.pretrain14b().set("save-interval=200").codes()).isEmpty();
    }

    @Test
    void spellsSizesShort() {
        assertThat(Sizes.text(0)).isEqualTo("0 B");
        assertThat(Sizes.text(1023)).isEqualTo("1.0 KiB");
        assertThat(Sizes.text(15_500_000)).isEqualTo("14.8 MiB");
        assertThat(Sizes.text(198_342_115_328L)).isEqualTo("185 GiB");
        assertThat(Sizes.text(1100 * GIB)).isEqualTo("1.1 TiB");
    }
}
