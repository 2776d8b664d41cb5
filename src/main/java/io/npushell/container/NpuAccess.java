package io.npushell.container;

import java.util.Comparator;
import java.util.List;

/**
 * The NPUs that a container has, and by what it may reach others.
 *
 * <p>A number inside need not be the host's: {@code --device /dev/davinci7:/dev/davinci0}. Who holds an NPU goes by the host's, what a script inside finds by its own.
 *
 * @param devices in order of the host's numbers
 * @param all whether it has every NPU of the host, however many there are
 * @param possibly the options by which it may reach more than its devices, "--privileged"; whether it does cannot be seen from outside
 */
public record NpuAccess(List<Device> devices, boolean all, List<String> possibly) {
    static final NpuAccess NONE = new NpuAccess(List.of(), false, List.of());

    /**
     * One device node.
     *
     * @param host number on the host, -1 for a virtual NPU, which is a part of an unknown one
     * @param inside number in the container, -1 where the name inside is none of an NPU
     */
    public record Device(int host, int inside) {
        boolean renumbered() {
            return host != inside;
        }

        /** "7", or "7 (0 inside)". */
        String words() {
            String name = host < 0 ? "a virtual one" : Integer.toString(host);
            return !renumbered() ? name : name + " (" + (inside < 0 ? "under no NPU's name" : inside) + " inside)";
        }
    }

    public NpuAccess {
        devices = List.copyOf(devices);
        possibly = List.copyOf(possibly);
    }

    /**
     * Those it has for certain, by the host's numbers.
     *
     * @param present of the host
     */
    public List<Integer> onHost(List<Integer> present) {
        return all ? present : onHost();
    }

    /** The same without those that {@link #all} adds. */
    public List<Integer> onHost() {
        return devices.stream()
                .map(Device::host)
                .filter(host -> host >= 0)
                .distinct()
                .toList();
    }

    List<Integer> onHostInOrderInside() {
        return devices.stream()
                .filter(device -> device.host() >= 0)
                .sorted(Comparator.comparing(Device::inside))
                .map(Device::host)
                .distinct()
                .toList();
    }

    /** What its own programs call them. */
    public List<Integer> inside() {
        return devices.stream()
                .map(Device::inside)
                .filter(inside -> inside >= 0)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether it may reach more than its devices. */
    public boolean open() {
        return all || !possibly.isEmpty();
    }

    /** "0", "7 (0 inside)", "all of the host", "none"; what it may reach besides is not in it. */
    public String words(String separator) {
        if (all) {
            return "all of the host";
        }
        return devices.isEmpty()
                ? "none"
                : String.join(separator, devices.stream().map(Device::words).toList());
    }
}
