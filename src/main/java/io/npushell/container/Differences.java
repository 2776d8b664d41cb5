package io.npushell.container;

import java.util.ArrayList;
import java.util.List;

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
        boolean sameId = there.imageId().equals(host.imageId());
        if (host.imageId() == null ? !sameName : !sameId) {
            differences.add(
                    sameName
                            ? "it was made from an older '" + there.image() + "'"
                            : "it was made from image '" + there.image() + "', not '" + wishes.image() + "'");
        }
        if (wishes.withNpus()
                && !there.privileged()
                && !there.npus().stream()
                        .sorted()
                        .toList()
                        .equals(npus.stream().sorted().toList())) {
            differences.add("it has " + npus(there.npus()) + ", not " + npus(npus));
        }
        mounts.stream()
                .filter(mount -> !there.mounts().contains(mount))
                .forEach(mount -> differences.add("it does not have '" + mount.source() + "' mounted"));
        return differences;
    }

    private static String npus(List<Integer> npus) {
        return npus.isEmpty() ? "no NPU" : "NPU " + ContainerPlanner.list(npus);
    }
}
