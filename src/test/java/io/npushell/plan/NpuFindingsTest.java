package io.npushell.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.plan.NpuStanding.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a plan says of the NPUs its training would get. */
class NpuFindingsTest {
    private static final Holder SESSION = new Holder("session 12", "12", true);
    private static final Holder COLLEAGUE = new Holder("session 4 of '/home/bob/ws' (bob)", null, true);
    private static final Holder PROCESS = new Holder("process 4711 (python)", null, false);

    @Test
    void namesTheSessionThatHasThem() {
        assertThat(findings(scene(held(Map.of(0, SESSION, 1, SESSION, 2, SESSION, 5, COLLEAGUE)))))
                .containsExactly("error M03 NPU 0 to 2 are held by session 12, and 1 more | stop 12 | wait 12");
        assertThat(findings(scene(held(Map.of(5, COLLEAGUE)))))
                .containsExactly("error M03 NPU 5 is held by session 4 of '/home/bob/ws' (bob) | npus");
    }

    @Test
    void acceptsNoTrainingOfOursAndOtherProcesses() {
        assertThat(scene(held(Map.of(0, SESSION))).accepting("M03").plan().ready())
                .isFalse();
        assertThat(scene(held(Map.of(0, PROCESS))).plan().ready()).isFalse();
        assertThat(scene(held(Map.of(0, PROCESS))).accepting("M03").plan().ready())
                .isTrue();
    }

    @Test
    void asksOnlyForThoseItUses() {
        Scene scene = scene(held(Map.of(0, SESSION, 4, PROCESS)));

        assertThat(findings(scene.set("devices=1,2,3"))).noneMatch(line -> line.contains("M03"));
        assertThat(findings(scene.set("devices=4,5")))
                .contains("error M03 NPU 4 is held by process 4711 (python) | npus | !npu-smi info");
    }

    @Test
    void missesNumbersThatDoNotExist() {
        assertThat(findings(scene(held(Map.of())).set("devices=6,7,8,9")))
                .contains("error M08 devices names NPU 8 and 9, but there are 8, counted from 0 to 7"
                        + " | set devices 0,1,2,3 | unset devices");
        assertThat(findings(scene(held(Map.of())).set("devices=6,7"))).noneMatch(line -> line.contains("M08"));
    }

    @Test
    void countsAsTheRuntimeDoesWhereNpuSmiNumbersOtherwise() {
        List<NpuStanding> pair = List.of(
                new NpuStanding(0, 0, "NPU 0", 0, "OK", false, List.of()),
                new NpuStanding(1, 64, "NPU 64", 1, "OK", false, List.of(PROCESS)));

        assertThat(findings(scene(pair).set("devices=0,64")))
                .contains("error M08 devices names NPU 64, but there are 2, counted from 0 to 1;"
                        + " npu-smi calls them NPU 0 and 64 | set devices 0,1 | unset devices");
        assertThat(findings(scene(pair).set("devices=1")))
                .contains("error M03 NPU 64 is held by process 4711 (python) | npus | !npu-smi info");
    }

    @Test
    void saysNothingOfNumbersWhereNotAllWasSeen() {
        Facts.Npus partly = new Facts.Npus(held(Map.of()), false, List.of(), null, null);

        assertThat(findings(seen(partly).set("devices=8,9"))).noneMatch(line -> line.contains("M08"));
    }

    @Test
    void objectsToNpusThatAreNotWell() {
        List<NpuStanding> npus = held(Map.of());
        npus.set(2, new NpuStanding(2, 2, "NPU 2", 2, "Critical", true, List.of()));
        npus.set(3, new NpuStanding(3, 3, "NPU 3", 3, "Warning", false, List.of()));
        npus.set(4, new NpuStanding(4, 4, "NPU 4", 4, "", false, List.of()));

        assertThat(findings(scene(npus)))
                .containsExactly(
                        "error M09 NPU 2 is not well: its health is Critical | !npu-smi info -t health -i 2",
                        "warning M09 NPU 3 is not well: its health is Warning | !npu-smi info -t health -i 3");
        assertThat(scene(npus).accepting("M09").plan().ready()).isTrue();
        assertThat(findings(scene(npus).set("devices=0,1"))).noneMatch(line -> line.contains("M09"));
    }

    @Test
    void missesAFreeMasterPort() {
        assertThat(findings(port(new Facts.TakenPort(6000, "", 6001))))
                .containsExactly("error M10 port 6000, master-port, is taken on this host | set master-port 6001");
        assertThat(findings(port(new Facts.TakenPort(6000, "session 3", 6001))))
                .containsExactly(
                        "error M10 port 6000, master-port, is taken on this host by session 3 | set master-port 6001");
        assertThat(findings(port(new Facts.TakenPort(0, "session 3", 6001))))
                .containsExactly("warning M10 session 3 runs with the script's own master port, and so would this"
                        + " | set master-port 6001");
    }

    @Test
    void warnsWhereOthersWillNotSeeIt() {
        assertThat(findings(
                        seen(new Facts.Npus(held(Map.of()), true, List.of(), null, "'/run/lock/x' is no directory"))))
                .containsExactly("warning M11 other users and workspaces will not see which NPUs this training has:"
                        + " '/run/lock/x' is no directory | npus");
    }

    @Test
    void tellsProcessesOnNpusThatTheTableLeavesOut() {
        Facts.Npus npus =
                new Facts.Npus(held(Map.of()), true, List.of("NPU 5 is held by process 7 (python)"), null, null);

        assertThat(findings(seen(npus)))
                .containsExactly("error M03 NPU 5 is held by process 7 (python) | npus | !npu-smi info");
    }

    private static List<NpuStanding> held(Map<Integer, Holder> holders) {
        return new ArrayList<>(IntStream.range(0, 8)
                .mapToObj(npu -> new NpuStanding(npu, npu, "NPU " + npu, npu, "OK", false, list(holders.get(npu))))
                .toList());
    }

    private static List<Holder> list(@Nullable Holder holder) {
        return holder == null ? List.of() : List.of(holder);
    }

    private static Scene scene(List<NpuStanding> npus) {
        return seen(new Facts.Npus(npus, true, List.of(), null, null));
    }

    private static Scene port(Facts.TakenPort port) {
        return seen(new Facts.Npus(held(Map.of()), true, List.of(), port, null));
    }

    private static Scene seen(Facts.Npus npus) {
        Scene scene = Scene.pretrain14b();
        return scene.seen(scene.facts().on(npus));
    }

    private static List<String> findings(Scene scene) {
        return scene.findings().stream()
                .filter(line -> line.matches("\\w+ M(03|08|09|10|11) .*"))
                .toList();
    }
}
