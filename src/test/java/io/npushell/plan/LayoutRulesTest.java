package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.plan.Finding.Severity;
import io.npushell.profile.ModelProfile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of field P over many combinations, against the rules spelled out once more without any of our classes. */
class LayoutRulesTest {
    private static final int[] TP = {1, 2, 3, 4, 5, 8, 16};
    private static final int[] PP = {1, 4, 5, 6, 8};
    private static final int[] MBS = {1, 3};
    private static final int[] GBS = {60, 64};

    static Stream<ModelProfile> profiles() {
        return Stream.of(TestProfiles.qwen7b(), TestProfiles.qwen14b(), TestProfiles.qwen72b(), TestProfiles.glm3());
    }

    private static boolean legal(ModelProfile profile, int nodes, int tp, int pp, int mbs, int gbs, int seq) {
        int world = 8 * nodes;
        return world % (tp * pp) == 0
                && profile.shape().heads() % tp == 0
                && profile.shape().kvGroups() % tp == 0
                && profile.shape().layers() % pp == 0
                && profile.shape().ffn() % tp == 0
                && seq % tp == 0
                && tp <= 8
                && seq <= profile.shape().maxPositions()
                && gbs % (mbs * (world / (tp * pp))) == 0;
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void findsAnErrorExactlyWhereARuleIsBroken(ModelProfile profile) {
        int legal = 0;
        for (int nodes : new int[] {1, 5}) {
            for (int tp : TP) {
                for (int pp : PP) {
                    for (int mbs : MBS) {
                        for (int gbs : GBS) {
                            Plan plan = plan(profile, nodes, tp, pp, mbs, gbs);
                            boolean ok = legal(profile, nodes, tp, pp, mbs, gbs, 4096);
                            assertThat(errors(plan).isEmpty())
                                    .as(
                                            "%s nodes %d tp %d pp %d mbs %d gbs %d: %s",
                                            profile.name(), nodes, tp, pp, mbs, gbs, errors(plan))
                                    .isEqualTo(ok);
                            if (ok) {
                                legal++;
                                Layout layout = java.util.Objects.requireNonNull(plan.layout());
                                assertThat(layout.microBatches() * layout.microBatch() * layout.dataParallel() * 4096)
                                        .as("tokens per iteration")
                                        .isEqualTo(gbs * 4096L);
                                assertThat(layout.tensorParallel() * layout.pipelineParallel() * layout.dataParallel())
                                        .isEqualTo(layout.world())
                                        .isEqualTo(8 * nodes);
                            }
                        }
                    }
                }
            }
        }
        assertThat(legal).isPositive();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void eachRemedyMendsTheFindingItIsGivenFor(ModelProfile profile) {
        for (int nodes : new int[] {1, 5}) {
            for (int tp : TP) {
                for (int pp : PP) {
                    for (int mbs : MBS) {
                        Scene scene = scene(profile, nodes, tp, pp, mbs, 60);
                        for (Finding finding : errors(scene.plan())) {
                            for (String remedy : finding.remedies()) {
                                String[] words = remedy.split(" ");
                                Scene mended = scene.with(
                                        TestProfiles.set(scene.settings(), words[1] + "=" + words[2], Origin.FLAG));
                                assertThat(mended.plan().findings())
                                        .as("%s tp %d pp %d mbs %d: %s", profile.name(), tp, pp, mbs, remedy)
                                        .extracting(Finding::code)
                                        .doesNotContain(finding.code());
                            }
                        }
                    }
                }
            }
        }
    }

    private static Scene scene(ModelProfile profile, int nodes, int tp, int pp, int mbs, int gbs) {
        return Scene.of(profile, RunType.PRETRAIN)
                .on(Scene.npus(nodes))
                .set("tp=%d pp=%d mbs=%d gbs=%d seq-len=4096".formatted(tp, pp, mbs, gbs));
    }

    private static Plan plan(ModelProfile profile, int nodes, int tp, int pp, int mbs, int gbs) {
        return scene(profile, nodes, tp, pp, mbs, gbs).plan();
    }

    private static List<Finding> errors(Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .filter(finding -> finding.code().startsWith("P"))
                .toList();
    }
}
