package io.npushell.launch;

import io.npushell.device.Npu;
import io.npushell.device.NpuInventory;
import io.npushell.device.NpuProbe;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Machine;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import java.util.ArrayList;
import java.util.List;

/** The machine a plan is for: this host's NPUs, once for each node; or this CPU for the embedded engine. */
final class MachineFinder {
    private final NpuProbe probe;

    MachineFinder(NpuProbe probe) {
        this.probe = probe;
    }

    Machine find(ModelProfile profile, Settings settings) {
        if (!Engines.of(profile).needsNpus()) {
            return new Machine(1, 1, "CPU", 0, false, List.of());
        }
        return of(probe.probe(), settings);
    }

    static Machine of(NpuInventory inventory, Settings settings) {
        return of(inventory, (int) settings.whole(ParameterNames.NNODES).orElse(1));
    }

    static Machine of(NpuInventory inventory, int nodes) {
        List<String> busy = new ArrayList<>();
        for (Npu npu : inventory.npus()) {
            npu.processes()
                    .forEach(holder -> busy.add(
                            NpuBoard.label(npu) + " is held by process " + holder.pid() + " (" + holder.name() + ")"));
        }
        inventory
                .strays()
                .forEach(stray -> busy.add("NPU " + stray.npu() + " is held by process "
                        + stray.process().pid() + " (" + stray.process().name() + ")"));
        String name = inventory.npus().isEmpty() ? "" : inventory.npus().get(0).name();
        long memory = inventory.npus().stream()
                .mapToLong(Npu::memoryMib)
                .filter(known -> known > 0)
                .min()
                .orElse(0);
        return new Machine(nodes, inventory.npus().size(), name, memory, false, busy);
    }
}
