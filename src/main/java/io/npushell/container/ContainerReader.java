package io.npushell.container;

import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what {@code docker inspect} prints; a field that an engine leaves out is as if it were empty. */
final class ContainerReader {
    private static final Pattern NPU = Pattern.compile("/dev/davinci(\\d{1,4})");
    /** Ascend Docker Runtime gives devices by this variable instead of {@code --device}: "0,1", "0-3", "Ascend910-0". */
    private static final String ASCEND_DEVICES = "ASCEND_VISIBLE_DEVICES=";

    private static final Pattern RANGE = Pattern.compile("(?:Ascend\\w*-)?(\\d{1,4})(?:-(\\d{1,4}))?");

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
        JsonFields state = json.object("State");
        JsonFields config = json.object("Config");
        JsonFields host = json.object("HostConfig");
        List<String> environment = config.texts("Env");
        List<String> devices = host.objects("Devices").stream()
                .map(device -> device.text("PathInContainer"))
                .toList();
        return new Container(
                json.text("Id"),
                json.text("Name").replaceFirst("^/", ""),
                config.text("Image"),
                json.text("Image"),
                config.text("User"),
                status(state),
                state.text("StartedAt"),
                (int) state.number("ExitCode", 0),
                config.textByName("Labels").containsKey(Container.LABEL),
                host.toggle("Privileged"),
                environment.stream().map(entry -> entry.replaceFirst("=.*", "")).toList(),
                npus(host.objects("Devices"), environment),
                devices,
                json.objects("Mounts").stream().map(ContainerReader::mount).toList());
    }

    private static String status(JsonFields state) {
        return state.toggle("Paused") ? "paused" : state.text("Status").toLowerCase(java.util.Locale.ROOT);
    }

    private static Container.Mount mount(JsonFields json) {
        return new Container.Mount(json.text("Source"), json.text("Destination"), json.toggle("RW"));
    }

    /** Of a renumbered device it is the host's number that others must keep off; inside, its own number says which comes first. */
    private static List<Integer> npus(List<JsonFields> devices, List<String> environment) {
        TreeMap<Integer, Integer> hosts = new TreeMap<>();
        for (JsonFields device : devices) {
            Matcher inside = NPU.matcher(device.text("PathInContainer"));
            if (inside.matches()) {
                Matcher host = NPU.matcher(device.text("PathOnHost"));
                hosts.put(number(inside), number(host.matches() ? host : inside));
            }
        }
        environment.stream()
                .filter(entry -> entry.startsWith(ASCEND_DEVICES))
                .flatMap(entry ->
                        List.of(entry.substring(ASCEND_DEVICES.length()).split(",")).stream())
                .map(RANGE::matcher)
                .filter(Matcher::matches)
                .forEach(range -> addAll(range, hosts));
        return hosts.values().stream().distinct().toList();
    }

    private static int number(Matcher npu) {
        return Integer.parseInt(npu.group(1));
    }

    private static void addAll(Matcher range, Map<Integer, Integer> hosts) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        for (int npu = first; npu <= last; npu++) {
            hosts.putIfAbsent(npu, npu);
        }
    }
}
