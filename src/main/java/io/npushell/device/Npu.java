package io.npushell.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One NPU as npu-smi shows it: a die of its own where a card has two.
 *
 * @param id number of the card
 * @param chip number of the die on its card
 * @param name "910B3", "" where unknown
 * @param health "OK", "Warning", "Alarm", "Critical", "UNKNOWN" … as printed, "" where unknown
 * @param memoryMib all of its memory: HBM, DDR where it has no HBM; 0 where unknown
 * @param usedMib of that memory, 0 where unknown
 * @param processes those that hold memory on it
 */
public record Npu(
        int id,
        int chip,
        String name,
        String health,
        long memoryMib,
        long usedMib,
        List<NpuProcess> processes,
        Readings readings) {
    private static final java.util.Set<String> NOT_TOLD =
            java.util.Set.of("", "-", "--", "na", "n/a", "unknown", "warning");

    public Npu {
        processes = List.copyOf(processes);
    }

    public Npu(int id, int chip, String name, String health, long memoryMib, long usedMib, List<NpuProcess> processes) {
        this(id, chip, name, health, memoryMib, usedMib, processes, Readings.NONE);
    }

    /** Whether somebody computes on it. An idle card's own 3 GB do not count. */
    public boolean busy() {
        return !processes.isEmpty();
    }

    /** Whether npu-smi says so in as many words; what it does not say is not well. */
    public boolean healthy() {
        return health.equalsIgnoreCase("OK");
    }

    /** Whether its health is worse than a warning; one that is not told, or not known to npu-smi, is not. */
    public boolean bad() {
        return !healthy() && !NOT_TOLD.contains(health.strip().toLowerCase(java.util.Locale.ROOT));
    }

    Npu heldBy(NpuProcess holder) {
        List<NpuProcess> holders = new ArrayList<>(processes);
        holders.add(holder);
        return new Npu(id, chip, name, health, memoryMib, usedMib, holders, readings);
    }

    /**
     * A process that holds an NPU.
     *
     * @param pid its number on the host, also where we are in a container; 0 where unknown
     * @param name as far as npu-smi prints it, about 15 characters; may be ""
     * @param containerPid its number in its container, as newer drivers print it, or null
     */
    public record NpuProcess(
            long pid, String name, long memoryMib, @Nullable Long containerPid) {
        public NpuProcess(long pid, String name, long memoryMib) {
            this(pid, name, memoryMib, null);
        }
    }

    /**
     * What else npu-smi measures; null where it prints none.
     *
     * @param physicalId the number the runtime knows it by on boards with several dies per card ({@code davinciN})
     * @param aicorePercent how busy its cores are
     * @param ddrMib memory beside the HBM, 0 on chips that have none
     */
    public record Readings(
            @Nullable Integer physicalId,
            @Nullable String busId,
            @Nullable Double powerWatt,
            @Nullable Integer temperatureCelsius,
            @Nullable Integer aicorePercent,
            @Nullable Long ddrUsedMib,
            @Nullable Long ddrMib) {
        public static final Readings NONE = new Readings(null, null, null, null, null, null, null);
    }
}
