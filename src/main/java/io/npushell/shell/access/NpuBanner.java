package io.npushell.shell.access;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import java.util.List;
import java.util.stream.Collectors;

/** The NPUs of this machine in a few words: "8 NPUs 910B3, 64 GiB, all free". */
final class NpuBanner {
    private static final long MIB_PER_GIB = 1024;

    private NpuBanner() {}

    /** "" for a machine without NPUs: the embedded engine needs none. */
    static String of(NpuInventory inventory) {
        List<Npu> npus = inventory.npus();
        if (npus.isEmpty()) {
            return "";
        }
        String names = npus.stream().map(Npu::name).distinct().collect(Collectors.joining(" and "));
        long memory = npus.stream().mapToLong(Npu::memoryMib).min().orElse(0);
        long busy = npus.stream().filter(Npu::busy).count();
        long unwell = npus.stream().filter(npu -> !npu.health().equals("OK")).count();
        return npus.size()
                + (npus.size() == 1 ? " NPU " : " NPUs ")
                + names
                + (memory == 0 ? "" : ", " + Math.round((double) memory / MIB_PER_GIB) + " GiB")
                + (busy == 0 ? ", all free" : ", " + busy + " busy")
                + (unwell == 0 ? "" : ", " + unwell + " not healthy");
    }
}
