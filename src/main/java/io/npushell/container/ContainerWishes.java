package io.npushell.container;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The container the operator wants, before anybody looked at the machine.
 *
 * @param image by name or id
 * @param workspace mounted at the same path inside
 * @param mounts further paths of the host, mounted at the same paths
 * @param npus numbers of the NPUs it is to have, null for all there are
 * @param nodes that a training in it is one of
 * @param withNpus whether it needs NPUs, their driver and npu-smi at all; the embedded engine does not
 * @param processors as {@code --cpus} takes it
 * @param memoryBytes as {@code --memory} takes it
 * @param sharedBytes as {@code --shm-size} takes it
 * @param firm those of cpus, memory, shm that the operator chose himself: they are refused, never lowered, where the machine has less
 */
public record ContainerWishes(
        String name,
        String image,
        String workspace,
        List<String> mounts,
        @Nullable List<Integer> npus,
        int nodes,
        boolean withNpus,
        int processors,
        long memoryBytes,
        long sharedBytes,
        Firm firm) {

    /** Which limits are not to be lowered. */
    public record Firm(boolean processors, boolean memory, boolean shared) {}

    public ContainerWishes {
        mounts = List.copyOf(mounts);
        npus = npus == null ? null : List.copyOf(npus);
    }
}
