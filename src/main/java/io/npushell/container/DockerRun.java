package io.npushell.container;

import java.util.ArrayList;
import java.util.List;

/** Spells the manual's {@code docker run}: devices, driver, workspace, limits, the host's network. */
final class DockerRun {
    static final String COMMAND = "/bin/bash";

    private DockerRun() {}

    static List<String> words(
            ContainerWishes wishes,
            String root,
            List<Integer> npus,
            List<Container.Mount> mounts,
            Limits limits,
            boolean ownEntrypoint,
            String version) {
        List<String> words = new ArrayList<>(List.of("docker", "run", "-itd"));
        npus.forEach(npu -> words.add(device(root, "davinci" + npu)));
        if (wishes.withNpus()) {
            ContainerPlanner.CONTROLS.forEach(control -> words.add(device(root, control)));
        }
        for (Container.Mount mount : mounts) {
            words.add("-v");
            words.add(mount.source() + ":" + mount.destination());
        }
        words.addAll(List.of("--cpus", Integer.toString(limits.processors())));
        words.addAll(List.of("--memory", Limits.size(limits.memoryBytes())));
        words.addAll(List.of("--shm-size", Limits.size(limits.sharedBytes())));
        words.add("--net=host");
        words.addAll(List.of("--label", Container.LABEL + "=" + version));
        words.addAll(List.of("--name", wishes.name()));
        // an entrypoint would take the command for its own arguments, and mostly end
        words.addAll(
                ownEntrypoint ? List.of("--entrypoint", COMMAND, wishes.image()) : List.of(wishes.image(), COMMAND));
        return words;
    }

    private static String device(String root, String name) {
        String inside = "/dev/" + name;
        return "--device=" + (root.isEmpty() ? inside : root + inside + ":" + inside);
    }
}
