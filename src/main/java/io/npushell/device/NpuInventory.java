package io.npushell.device;

import io.npushell.device.Npu.NpuProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The NPUs of this host.
 *
 * @param npus in npu-smi's order, empty where there are none or they could not be read
 * @param driver npu-smi's version, "" where unknown
 * @param strays processes on NPUs that the table leaves out
 * @param holdersKnown whether the processes were printed: without them an NPU that none holds may not be free
 * @param problem why there are none, or what of the text could not be read; or null
 * @param remedy what to do about the problem, or null
 */
public record NpuInventory(
        List<Npu> npus,
        String driver,
        List<Stray> strays,
        boolean holdersKnown,
        @Nullable String problem,
        @Nullable String remedy) {
    public NpuInventory {
        npus = List.copyOf(npus);
        strays = List.copyOf(strays);
    }

    public NpuInventory(List<Npu> npus, String driver, @Nullable String problem) {
        this(npus, driver, List.of(), true, problem, null);
    }

    public static NpuInventory none(String problem) {
        return none(problem, null);
    }

    public static NpuInventory none(String problem, @Nullable String remedy) {
        return new NpuInventory(List.of(), "", List.of(), false, problem, remedy);
    }

    /**
     * A holder of an NPU that is not in the list.
     *
     * @param npu number of its card, -1 where unknown
     */
    public record Stray(int npu, int chip, NpuProcess process) {}
}
