package io.npushell.container;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads what {@code docker inspect} prints; a field that an engine leaves out is as if it were empty. */
final class ContainerReader {
    /** Below it a docker run has what it mounts over the container's own /dev/shm. */
    private static final String SHARED = "/dev/shm";

    private ContainerReader() {}

    /**
     * All containers of the array.
     *
     * @throws IOException where it is none
     */
    static List<Container> read(String json) throws IOException {
        return JsonTree.parseObjects(json).stream()
                .map(ContainerReader::container)
                .toList();
    }

    private static Container container(JsonFields json) {
        JsonFields config = json.object("Config");
        JsonFields host = json.object("HostConfig");
        List<String> environment = config.texts("Env");
        List<Container.Mount> mounts =
                json.objects("Mounts").stream().map(ContainerReader::mount).toList();
        NpuAccess npus = NpuAccessReader.read(json);
        return new Container(
                json.text("Id"),
                json.text("Name").replaceFirst("^/", ""),
                config.text("Image"),
                imageId(json.text("Image")),
                config.text("User"),
                state(json.object("State")),
                config.textByName("Labels").containsKey(Container.LABEL),
                host.toggle("Privileged"),
                environment.stream().map(entry -> entry.replaceFirst("=.*", "")).toList(),
                npus,
                host.objects("Devices").stream()
                        .map(device -> device.text("PathInContainer"))
                        .toList(),
                AscendRuntime.of(json).bringsDriver(npus, environment),
                host.number("ShmSize", 0),
                host.text("IpcMode").matches("host|container:.*")
                        || mounts.stream().anyMatch(mount -> mount.destination().equals(SHARED)),
                mounts);
    }

    /** docker says "sha256:" before it, podman does not. */
    static String imageId(String id) {
        return id.strip().replaceFirst("^sha256:", "");
    }

    private static Container.State state(JsonFields state) {
        String status = state.text("Status").toLowerCase(Locale.ROOT);
        return new Container.State(
                state.toggle("Paused") ? "paused" : status.isEmpty() && state.toggle("Running") ? "running" : status,
                state.text("StartedAt"),
                (int) state.number("ExitCode", 0),
                state.toggle("OOMKilled"));
    }

    private static Container.Mount mount(JsonFields json) {
        return new Container.Mount(json.text("Source"), json.text("Destination"), json.toggle("RW"));
    }
}
