package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.NpuInventory;
import io.npushell.device.NpuSmi;
import io.npushell.plan.NpuStanding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who has which NPU, from values. */
class NpuBoardTest {
    private static final Path HERE = Path.of("/ws");
    private static final NpuNodes NODES = new NpuNodes(Map.of());
    private static final NpuClaim OURS = claim(Set.of(0, 1), "12", "/ws", "");
    private static final NpuClaim BOBS =
            new NpuClaim(Set.of(3), "4", "/home/bob/ws", "bob", Instant.parse("2026-11-30T14:02:00Z"), true);

    @Test
    void knowsASessionOfWhichNpuSmiListsNothing() {
        NpuBoard board = board(idle(4), List.of(OURS, BOBS));

        assertThat(words(board))
                .containsExactly(
                        List.of("session 12"),
                        List.of("session 12"),
                        List.of(),
                        List.of("session 4 of '/home/bob/ws' (bob, since 2026-11-30 14:02)"));
        assertThat(board.standings().get(0).holders().get(0).session()).isEqualTo("12");
        assertThat(board.standings().get(3).holders().get(0).session()).isNull();
        assertThat(board.standings().get(3).holders().get(0).claimed()).isTrue();
    }

    @Test
    void missesTheProcessThatUsesMemory() {
        NpuInventory inventory = inventory(
                npu(0, 3445, List.of()),
                npu(1, 59_618, List.of()),
                npu(2, 60_000, List.of(new NpuProcess(7, "vllm", 1))));

        NpuBoard board = board(inventory, List.of());

        assertThat(words(board))
                .containsExactly(
                        List.of(),
                        List.of("a process that npu-smi does not list: 58.2 GiB in use"),
                        List.of("process 7 (vllm)"));
        assertThat(board.standings().get(1).holders().get(0).claimed()).isFalse();
        // of a session in a container it is known whose the memory is
        assertThat(words(board(inventory, List.of(OURS))).get(1)).containsExactly("session 12");
    }

    @Test
    void countsAsTheRuntimeDoes() throws Exception {
        NpuInventory pair = NpuSmi.parse(Files.readString(
                Path.of("src/test/resources/recorded/npu-smi/16-info-310P3-npu-0-and-64-23.0.rc3.txt")));

        NpuBoard board = board(pair, List.of(claim(Set.of(1), "12", "/ws", "")));

        assertThat(board.standings())
                .extracting(NpuStanding::device, NpuStanding::label, NpuStanding::lock)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0, "NPU 0", 0),
                        org.assertj.core.groups.Tuple.tuple(1, "NPU 64", 1));
        assertThat(words(board)).containsExactly(List.of(), List.of("session 12"));
    }

    @Test
    void seesWhatAContainerSees() {
        NpuBoard inside =
                board(idle(8), List.of(claim(Set.of(7), "12", "/ws", ""))).within(List.of(7, 2));

        assertThat(inside.standings()).extracting(NpuStanding::label).containsExactly("NPU 7", "NPU 2");
        assertThat(inside.standings()).extracting(NpuStanding::device).containsExactly(0, 1);
        assertThat(words(inside)).containsExactly(List.of("session 12"), List.of());
    }

    @Test
    void takesTheDriversNumberWhereAContainerRenumbers() {
        NpuBoard inside = NpuBoard.of(
                idle(1),
                process -> new NpuHolders.Holder(process, "", null),
                List.of(claim(Set.of(7), "12", "/ws", "")),
                new NpuNodes(Map.of(0, 7)),
                HERE,
                ZoneOffset.UTC);

        assertThat(words(inside)).containsExactly(List.of("session 12"));
        assertThat(inside.standings().get(0).lock()).isEqualTo(7);
    }

    @Test
    void doesNotTakeARecordThatNothingConfirmsForCertain() {
        NpuClaim unsure = new NpuClaim(Set.of(0), "12", "/ws", "", null, false);

        assertThat(board(idle(1), List.of(unsure))
                        .standings()
                        .get(0)
                        .holders()
                        .get(0)
                        .claimed())
                .isFalse();
    }

    @Test
    void judgesHealthAsItIsTold() {
        for (String word : List.of("Alarm", "Critical", "Offline", "Fault")) {
            assertThat(health(word).bad()).as(word).isTrue();
        }
        for (String word : List.of("OK", "ok", "Warning", "UNKNOWN", "NA", "-", "")) {
            assertThat(health(word).bad()).as(word).isFalse();
        }
    }

    private static Npu health(String word) {
        return new Npu(0, 0, "910B3", word, 65536, 3445, List.of());
    }

    private static NpuClaim claim(Set<Integer> npus, String session, String workDir, String user) {
        return new NpuClaim(npus, session, workDir, user, null, true);
    }

    private static NpuInventory idle(int count) {
        return inventory(IntStream.range(0, count)
                .mapToObj(id -> npu(id, 3445, List.of()))
                .toArray(Npu[]::new));
    }

    private static NpuInventory inventory(Npu... npus) {
        return new NpuInventory(List.of(npus), "23.0", null);
    }

    private static Npu npu(int id, long used, List<NpuProcess> processes) {
        return new Npu(id, 0, "910B3", "OK", 65536, used, processes);
    }

    private static NpuBoard board(NpuInventory inventory, List<NpuClaim> claims) {
        return NpuBoard.of(
                inventory, process -> new NpuHolders.Holder(process, "", null), claims, NODES, HERE, ZoneOffset.UTC);
    }

    private static List<List<String>> words(NpuBoard board) {
        return board.standings().stream()
                .map(npu ->
                        npu.holders().stream().map(NpuStanding.Holder::words).toList())
                .toList();
    }
}
