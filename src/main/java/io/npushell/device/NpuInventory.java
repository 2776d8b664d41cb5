package io.npushell.device;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The NPUs of this host.
 *
 * @param npus in npu-smi's order, empty where there are none or they could not be read
 * @param driver npu-smi's version, "" where unknown
 * @param problem why there are none, or what of the text could not be read; or null
 */
public record NpuInventory(
        List<Npu> npus, String driver, @Nullable String problem) {
    public NpuInventory {
        npus = List.copyOf(npus);
    }

    public static NpuInventory none(String problem) {
        return new NpuInventory(List.of(), "", problem);
    }
}
