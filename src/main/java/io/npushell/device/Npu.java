package io.npushell.device;

import java.util.List;

/**
 * One NPU as npu-smi shows it: a die of its own where a card has two.
 *
 * @param id number of the card
 * @param chip number of the die on its card
 * @param name "910B3"
 * @param health "OK", "Warning", "Alarm", "Critical", "UNKNOWN" … as printed
 * @param memoryMib all of its memory: HBM, DDR where it has no HBM; 0 where unknown
 * @param usedMib of that memory, 0 where unknown
 * @param processes those that hold memory on it
 */
public record Npu(
        int id, int chip, String name, String health, long memoryMib, long usedMib, List<NpuProcess> processes) {

    public Npu {
        processes = List.copyOf(processes);
    }

    /** Whether somebody computes on it. An idle card's own 3 GB do not count. */
    public boolean busy() {
        return !processes.isEmpty();
    }

    /** A process that holds an NPU; its number is the host's, also where we are in a container. */
    public record NpuProcess(long pid, String name, long memoryMib) {}
}
