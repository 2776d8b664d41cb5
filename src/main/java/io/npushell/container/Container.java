package io.npushell.container;

import java.util.List;
import java.util.Optional;

/**
 * A container as its engine describes it.
 *
 * @param image the name it was started with
 * @param imageId "sha256:…" of what that name meant then
 * @param user whom it runs commands as where nothing is said: "", a name, or uid:gid; "" is root
 * @param status "running", "exited", "paused", "created" …
 * @param started when it was started last, as the engine says it
 * @param exitCode of its last run, 0 while it runs
 * @param ours whether npu-shell made it
 * @param privileged whether it has all devices of the host
 * @param variables names of the environment variables that image and start set
 * @param npus the host's numbers of the NPUs it has, by the device nodes or by Ascend's runtime, in the order of their numbers inside
 * @param devices paths of device nodes inside
 */
public record Container(
        String id,
        String name,
        String image,
        String imageId,
        String user,
        String status,
        String started,
        int exitCode,
        boolean ours,
        boolean privileged,
        List<String> variables,
        List<Integer> npus,
        List<String> devices,
        List<Mount> mounts) {
    /** The label that {@code docker run} gives to what npu-shell makes. */
    public static final String LABEL = "npu-shell";

    /** A directory of the host at a place inside. */
    public record Mount(String source, String destination, boolean writable) {}

    public Container {
        variables = List.copyOf(variables);
        npus = List.copyOf(npus);
        devices = List.copyOf(devices);
        mounts = List.copyOf(mounts);
    }

    /** Whether commands can be run in it. */
    public boolean running() {
        return status.equals("running");
    }

    /** Whether it has processes at all; a paused one does. */
    public boolean up() {
        return running() || status.equals("paused") || status.equals("restarting");
    }

    /** The mount that a path inside is on; of several, the innermost. */
    public Optional<Mount> mountOf(String path) {
        return mounts.stream()
                .filter(mount -> path.equals(mount.destination())
                        || path.startsWith(mount.destination().replaceFirst("/*$", "/")))
                .reduce((one, other) ->
                        one.destination().length() >= other.destination().length() ? one : other);
    }
}
