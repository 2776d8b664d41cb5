package io.npushell.shell.access;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.launch.NpuBoard;
import io.npushell.shell.view.Spans;
import java.util.List;
import java.util.stream.Collectors;

/** The NPUs of this machine in a few words: "8 NPUs 910B3, 64 GiB, all free". */
final class NpuWords {
    private NpuWords() {}

    static String of(NpuBoard board) {
        return of(
                board.inventory(),
                board.seats().stream().filter(NpuBoard.Seat::held).count());
    }

    static String of(NpuInventory inventory) {
        return of(inventory, inventory.npus().stream().filter(Npu::busy).count());
    }

    private static String of(NpuInventory inventory, long held) {
        List<Npu> npus = inventory.npus();
        if (npus.isEmpty()) {
            String problem = inventory.problem();
            return problem == null ? "no NPUs" : "no NPUs: " + problem;
        }
        String names = npus.stream().map(Npu::name).distinct().collect(Collectors.joining(" and "));
        long memory = npus.stream().mapToLong(Npu::memoryMib).min().orElse(0);
        return (npus.size() == 1 ? "1 NPU " : npus.size() + " NPUs ")
                + names
                + (memory == 0 ? "" : ", " + Spans.bytes(memory << 20))
                + busy(held, npus.size(), inventory.holdersKnown())
                + unwell(npus);
    }

    private static String busy(long busy, int all, boolean known) {
        if (busy == 0) {
            return known ? ", all free" : "";
        }
        return busy == all ? ", all busy" : ", " + busy + " busy";
    }

    private static String unwell(List<Npu> npus) {
        long unwell = npus.stream().filter(npu -> !npu.healthy()).count();
        return unwell == 0 ? "" : ", " + unwell + " not OK";
    }
}
