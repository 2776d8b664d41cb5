package io.npushell.container;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A container as its engine describes it.
 *
 * @param image the name it was started with
 * @param imageId of what that name meant then, without "sha256:"
 * @param user whom it runs commands as where nothing is said: "", a name, or uid:gid; "" is root
 * @param ours whether npu-shell made it
 * @param privileged whether it has all devices of the host
 * @param variables names of the environment variables that image and start set
 * @param access which NPUs it has, in both views
 * @param devices paths of device nodes inside, as far as they were named one by one
 * @param driverByRuntime whether Ascend's runtime brings driver and control devices, which are in no list then
 * @param sharedBytes size of its /dev/shm, 0 where the engine does not say
 * @param hostShared whether its /dev/shm is the host's, or mounted
 */
public record Container(
        String id,
        String name,
        String image,
        String imageId,
        String user,
        State state,
        boolean ours,
        boolean privileged,
        List<String> variables,
        NpuAccess access,
        List<String> devices,
        boolean driverByRuntime,
        long sharedBytes,
        boolean hostShared,
        List<Mount> mounts) {
    /** The label that {@code docker run} gives to what npu-shell makes. */
    public static final String LABEL = "npu-shell";

    private static final String ASIDE = ".before-recreate";

    /** What the one before is called while one of that name is made anew. */
    public static String asideName(String name) {
        return name + ASIDE;
    }

    /**
     * How it runs, or how its last run ended.
     *
     * @param status "running", "exited", "paused", "created" …
     * @param started when it was started last, as the engine says it
     * @param exitCode of its last run, 0 while it runs
     * @param outOfMemory whether the kernel killed something in it for the container's own memory limit since that start
     */
    public record State(String status, String started, int exitCode, boolean outOfMemory) {}

    /** A directory of the host at a place inside. */
    public record Mount(String source, String destination, boolean writable) {}

    public Container {
        variables = List.copyOf(variables);
        devices = List.copyOf(devices);
        mounts = List.copyOf(mounts);
    }

    public String status() {
        return state.status();
    }

    public String started() {
        return state.started();
    }

    public int exitCode() {
        return state.exitCode();
    }

    /** The host's numbers of the NPUs it has for certain, in the order of their numbers inside: a training counts them so. */
    public List<Integer> npus() {
        return access.onHostInOrderInside();
    }

    /** Whether commands can be run in it. */
    public boolean running() {
        return status().equals("running");
    }

    /** Whether it has processes at all; a paused one does. */
    public boolean up() {
        return running() || status().equals("paused") || status().equals("restarting");
    }

    /** Whether it is still the run that began then; podman tells the time in whatever zone the asker has. */
    public boolean startedAt(String then) {
        Instant one = instant(started());
        return one == null ? started().equals(then) : one.equals(instant(then));
    }

    private static @Nullable Instant instant(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The mount that a path inside is on; of several, the innermost. */
    public Optional<Mount> mountOf(String path) {
        return mounts.stream()
                .filter(mount -> path.equals(mount.destination())
                        || path.startsWith(mount.destination().replaceFirst("/*$", "/")))
                .reduce((one, other) ->
                        one.destination().length() >= other.destination().length() ? one : other);
    }

    /** The path of the host that a path inside is, or empty where that is the container's own. */
    public Optional<String> onHost(String path) {
        return mountOf(path).map(mount -> {
            String below = path.substring(Math.min(
                    path.length(), mount.destination().replaceFirst("/+$", "").length()));
            return below.isEmpty() ? mount.source() : mount.source().replaceFirst("/+$", "") + below;
        });
    }
}
