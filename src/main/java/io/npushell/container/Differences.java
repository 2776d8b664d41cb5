package io.npushell.container;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a container that is there differs from the one that is wanted, where it matters to a training. */
final class Differences {
    private Differences() {}

    static List<String> of(
            ContainerWishes wishes, ContainerHost host, List<Integer> npus, List<Container.Mount> mounts) {
        Container there = host.existing();
        if (there == null) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        boolean sameName = there.image().equals(wishes.image());
        ContainerEngine.Image image = host.image();
        if (image == null ? !sameName : !there.imageId().equals(image.id())) {
            differences.add(
                    sameName
                            ? "it was made from an older '" + there.image() + "'"
                            : "it was made from image '" + there.image() + "', not '" + wishes.image() + "'");
        }
        String has = npus(wishes, host, there, npus);
        if (has != null) {
            differences.add(has);
        }
        mounts.forEach(mount -> mounted(there, mount).ifPresent(differences::add));
        return differences;
    }

    private static @Nullable String npus(
            ContainerWishes wishes, ContainerHost host, Container there, List<Integer> npus) {
        NpuAccess has = there.access();
        boolean same = has.onHost(host.npus()).equals(npus.stream().sorted().toList())
                && has.devices().stream().noneMatch(NpuAccess.Device::renumbered);
        return !wishes.withNpus() || same || has.open()
                ? null
                : "it has " + (has.devices().isEmpty() ? "no NPU" : "NPU " + has.words(",")) + ", not " + npus(npus);
    }

    /** How a wanted mount is not there; one of a directory above it serves as well, and the driver may be mounted read-only. */
    private static Optional<String> mounted(Container there, Container.Mount wanted) {
        String path = wanted.destination();
        Container.Mount mount = there.mountOf(path).orElse(null);
        String source = there.onHost(path).orElse("");
        if (ContainerPlanner.ofDriver(path) && there.driverByRuntime()) {
            return Optional.empty();
        }
        if (mount == null) {
            return Optional.of("it does not have '" + wanted.source() + "' mounted");
        }
        if (!Path.of(source).normalize().equals(Path.of(wanted.source()).normalize())) {
            return Optional.of("it has '" + source + "' at '" + path + "', not '" + wanted.source() + "'");
        }
        return mount.writable() || ContainerPlanner.ofDriver(path)
                ? Optional.empty()
                : Optional.of("it has '" + path + "' mounted read-only");
    }

    private static String npus(List<Integer> npus) {
        return npus.isEmpty() ? "no NPU" : "NPU " + ContainerPlanner.list(npus);
    }
}
