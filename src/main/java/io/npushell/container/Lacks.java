package io.npushell.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a training on NPUs misses in a container that was made by hand.
 *
 * <p>Judged by what its engine says it was given and, where it runs, by what is seen inside: an image may bring a driver of its own, and Ascend's runtime gives what no
 * list shows.
 */
public final class Lacks {
    private static final String HAL = "/usr/local/Ascend/driver/lib64/driver/libascend_hal.so";
    private static final String DRIVER = "/usr/local/Ascend/driver";
    private static final String DCMI = "/usr/local/dcmi";
    static final String HCCN = "/etc/hccn.conf";
    /** Below that, data loaders of several ranks fail; docker gives 64 MiB where nothing is said. */
    private static final long LEAST_SHARED = 1L << 30;

    private static final String ANEW = "container start --recreate";

    /** Paths that {@link Inside} looks for. */
    static final List<String> PATHS = Stream.concat(
                    ContainerPlanner.CONTROLS.stream().map(control -> "/dev/" + control), Stream.of(DCMI, HCCN))
            .toList();

    private Lacks() {}

    /**
     * One thing that is missing.
     *
     * @param sentence goes on after "container NAME"
     */
    public record Lack(String sentence, String remedy) {}

    /**
     * All that is missing, worst first.
     *
     * @param inside what {@link Inside#there} saw, empty where nobody could look
     * @param nodes of the training
     */
    public static List<Lack> of(Container container, Set<String> inside, int nodes) {
        List<Lack> lacks = new ArrayList<>();
        List<String> controls = ContainerPlanner.CONTROLS.stream()
                .map(control -> "/dev/" + control)
                .filter(device -> !hasDevice(container, inside, device))
                .toList();
        if (!controls.isEmpty()) {
            lacks.add(new Lack("lacks " + String.join(", ", controls) + ": no NPU can be opened without", ANEW));
        }
        if (!hasDriver(container, inside)) {
            lacks.add(new Lack(
                    "lacks the NPU driver: '" + DRIVER + "' is "
                            + (container.mountOf(HAL).isPresent() ? "empty inside" : "not mounted")
                            + ", so libascend_hal.so is missing",
                    ANEW));
        }
        if (!has(container, inside, DCMI)) {
            lacks.add(new Lack("lacks '" + DCMI + "': npu-smi does not work inside", ANEW));
        }
        boolean several =
                container.access().open() || container.access().inside().size() > 1;
        long shared = container.sharedBytes();
        if (several && !container.hostShared() && shared > 0 && shared < LEAST_SHARED) {
            lacks.add(new Lack(
                    "has only " + (shared >> 20)
                            + " MiB of shared memory (--shm-size): data loaders end in a bus error",
                    ANEW));
        }
        if (nodes > 1 && !has(container, inside, HCCN)) {
            lacks.add(new Lack(
                    "lacks '" + HCCN + "', by which the NPUs of several nodes find each other",
                    "set container-mounts " + HCCN + ", then " + ANEW));
        }
        return lacks;
    }

    private static boolean hasDevice(Container container, Set<String> inside, String device) {
        return container.privileged()
                || container.driverByRuntime()
                || container.access().all()
                || container.devices().contains(device)
                || container.mountOf(device).isPresent()
                || inside.contains(device);
    }

    /** A mount of it, of a directory above or of its libraries; docker makes an empty one where the host has none. */
    private static boolean hasDriver(Container container, Set<String> inside) {
        return container.driverByRuntime()
                || inside.contains(Inside.DRIVER)
                || (container.mountOf(HAL).isPresent() && !inside.contains(Inside.EMPTY_DRIVER));
    }

    private static boolean has(Container container, Set<String> inside, String path) {
        return (container.driverByRuntime() && path.equals(DCMI))
                || container.mountOf(path).isPresent()
                || inside.contains(path);
    }
}
