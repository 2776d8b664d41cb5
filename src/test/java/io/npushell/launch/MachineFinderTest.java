package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.npushell.device.Npu;
import io.npushell.device.Npu.NpuProcess;
import io.npushell.device.NpuInventory;
import io.npushell.plan.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class MachineFinderTest {
    @Test
    void takesEveryNodeToBeLikeThisHost() {
        NpuInventory inventory = new NpuInventory(
                List.of(npu(0, List.of()), npu(1, List.of(new NpuProcess(4711, "python", 100)))), "23.0", null);

        assertThat(MachineFinder.of(inventory, 2))
                .isEqualTo(new Machine(2, 2, "910B3", 65536, false, List.of("NPU 1 is held by process 4711 (python)")));
    }

    @Test
    void makesAMachineWithoutDevicesWhereThereAreNone() {
        assertThat(MachineFinder.of(NpuInventory.none("npu-smi is not on this host's PATH"), 1)
                        .devices())
                .isZero();
    }

    private static Npu npu(int id, List<NpuProcess> processes) {
        return new Npu(id, 0, "910B3", "OK", 65536, 3445, processes);
    }
}
