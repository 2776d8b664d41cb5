package io.npushell.plan;

import java.util.List;

/**
 * The nodes and devices a plan is for.
 *
 * @param deviceName "910B3", or "CPU" for the embedded engine
 * @param memoryMib memory of one device, 0 where unknown
 * @param assumed said by the operator instead of found; such a machine is planned for but never launched on
 * @param busy one sentence per device that somebody holds: "NPU 3 is held by process 4711 (python)"
 */
public record Machine(
        int nodes, int devicesPerNode, String deviceName, long memoryMib, boolean assumed, List<String> busy) {

    public Machine {
        busy = List.copyOf(busy);
    }

    Machine withNodes(int count) {
        return new Machine(count, devicesPerNode, deviceName, memoryMib, assumed, busy);
    }

    public int devices() {
        return nodes * devicesPerNode;
    }
}
