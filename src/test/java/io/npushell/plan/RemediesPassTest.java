package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.model.RunType;
import io.npushell.profile.ModelProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A remedy is a way out: what it sets mends the finding it stands by and breaks nothing that held. */
class RemediesPassTest {
    private static final List<String> SETTINGS = List.of(
            "gbs=64",
            "tp=3",
            "tp=4",
            "tp=16",
            "tp=2 pp=2",
            "tp=1 pp=8",
            "pp=3",
            "pp=6",
            "pp=7",
            "mbs=3",
            "mbs=5 gbs=7",
            "tp=8 pp=2 mbs=4 gbs=66",
            "tp=8 pp=5 mbs=3",
            "tp=3 mbs=4 gbs=66",
            "tp=16 mbs=7 gbs=30",
            "gbs=1",
            "gbs=2",
            "gbs=30",
            "seq-len=4100",
            "seq-len=40000",
            "seq-len=4099 tp=2",
            "padded-vocab-size=200000",
            "warmup-fraction=1");

    @TestFactory
    Stream<DynamicTest> settingWhatIsSaidBreaksNothingElse() {
        return Stream.of(
                        TestProfiles.qwen7b(),
                        TestProfiles.qwen14b(),
                        TestProfiles.qwen72b(),
                        TestProfiles.glm3(),
                        TestProfiles.nano())
                .flatMap(profile -> Stream.of(RunType.values())
                        .map(runType -> DynamicTest.dynamicTest(
                                profile.name() + "/" + runType.label(),
                                () -> assertThat(broken(profile, runType)).isEmpty())));
    }

    @Test
    void leavesLoraWithoutTensorParallelismAndWithoutAWayBack() {
        Scene lora = Scene.of(TestProfiles.qwen7b(), RunType.LORA);

        assertThat(lora.findings())
                .anyMatch(line -> line.startsWith("error P10 ") && line.endsWith("| set padded-vocab-size 151872"))
                .anyMatch(line ->
                        line.startsWith("warning P12 ") && line.endsWith("| set tp 1 padded-vocab-size 151856"));
        assertThat(applied(lora, "set tp 1 padded-vocab-size 151856").codes()).isEmpty();
    }

    @Test
    void namesTheBatchThatMustChangeWithTheDevices() {
        assertThat(Scene.pretrain14b().set("tp=8 pp=2 mbs=4 gbs=66").findings())
                .anyMatch(line -> line.startsWith("error P01 ")
                        && line.endsWith("| set nnodes 2 gbs 68 | set pp 1 gbs 68 | set tp 4 gbs 68"));
    }

    private static List<String> broken(ModelProfile profile, RunType runType) {
        List<String> broken = new ArrayList<>();
        int tried = 0;
        for (String words : SETTINGS) {
            Scene scene = Scene.of(profile, runType).set(words);
            Set<String> before = errors(scene.plan());
            for (Finding finding : scene.plan().findings()) {
                for (String remedy : finding.remedies()) {
                    if (!remedy.matches("set( [a-z-]+ [^A-Z ]+)+")) {
                        continue; // another command, or a word for the operator to fill in
                    }
                    tried++;
                    Set<String> raised = errors(applied(scene, remedy).plan());
                    boolean mended = !raised.contains(finding.code());
                    raised.removeAll(before);
                    raised.remove("M05"); // only the operator knows the address of node 0
                    if (!mended || !raised.isEmpty()) {
                        broken.add(words + ": " + finding.code() + " says " + remedy + ", then " + raised);
                    }
                }
            }
        }
        assertThat(tried).as("remedies tried").isGreaterThan(3);
        return broken;
    }

    private static Scene applied(Scene scene, String remedy) {
        String[] words = remedy.split(" ");
        Scene changed = scene;
        for (int at = 1; at + 1 < words.length; at += 2) {
            changed = changed.set(words[at] + "=" + words[at + 1]);
        }
        return changed;
    }

    private static Set<String> errors(Plan plan) {
        Set<String> codes = new TreeSet<>();
        plan.findings().stream().filter(Finding::blocks).map(Finding::code).forEach(codes::add);
        return new HashSet<>(codes);
    }
}
