package io.npushell.container;

import io.npushell.json.JsonFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads from {@code docker inspect} which NPUs a container has, by any of the ways to give it some. */
final class NpuAccessReader {
    private static final Pattern NPU = Pattern.compile("(?:.*/)?davinci(\\d{1,4})");
    private static final Pattern VIRTUAL = Pattern.compile("(?:.*/)?vdavinci\\d{1,4}");
    /** Ascend Docker Runtime gives devices by this variable instead of {@code --device}: "0,1", "0-3", "Ascend910-0", "all". */
    private static final String ASCEND_DEVICES = "ASCEND_VISIBLE_DEVICES";

    private static final String ASCEND_OPTIONS = "ASCEND_RUNTIME_OPTIONS";
    private static final Set<String> NO_DEVICES = Set.of("", "void", "none");
    private static final Pattern RANGE = Pattern.compile("(?:Ascend\\w*-)?(\\d{1,4})(?:\\s*-\\s*(\\d{1,4}))?");
    /** The container device interface names a device by kind and number: "huawei.com/Ascend910=0". */
    private static final Pattern CDI = Pattern.compile("(?i)[^=]*(?:ascend|npu|davinci)[^=]*=(?:[a-z]\\w*-)?(\\w+)");

    private static final Pattern RULE = Pattern.compile("([abc])\\s+(\\*|\\d{1,6}):.*");
    /** Majors below are of devices that Linux itself names; the NPU driver is given one above. */
    private static final int FIRST_DYNAMIC_MAJOR = 200;

    private final JsonFields host;
    private final AscendRuntime runtime;
    private final List<NpuAccess.Device> devices = new ArrayList<>();
    private final Set<String> possibly = new LinkedHashSet<>();
    private boolean all;

    private NpuAccessReader(JsonFields container) {
        this.host = container.object("HostConfig");
        this.runtime = AscendRuntime.of(container);
        if (host.toggle("Privileged")) {
            possibly.add("--privileged");
        }
        nodes();
        mounts(container.objects("Mounts"));
        host.texts("DeviceCgroupRules").stream()
                .filter(NpuAccessReader::reachesNpus)
                .forEach(rule -> possibly.add("--device-cgroup-rule '" + rule + "'"));
        requests();
        ascends(container.object("Config").texts("Env"));
    }

    static NpuAccess read(JsonFields container) {
        NpuAccessReader reader = new NpuAccessReader(container);
        return new NpuAccess(
                reader.devices.stream()
                        .distinct()
                        .sorted(Comparator.comparing(NpuAccess.Device::host).thenComparing(NpuAccess.Device::inside))
                        .toList(),
                reader.all,
                List.copyOf(reader.possibly));
    }

    private void nodes() {
        for (JsonFields device : host.objects("Devices")) {
            String outside = either(device.text("PathOnHost"), device.text("PathInContainer"));
            String inside = either(device.text("PathInContainer"), outside);
            Matcher npu = NPU.matcher(outside);
            if (npu.matches()) {
                devices.add(new NpuAccess.Device(Integer.parseInt(npu.group(1)), numberInside(inside)));
            } else if (VIRTUAL.matcher(outside).matches()) {
                devices.add(new NpuAccess.Device(-1, numberInside(inside)));
                possibly.add("--device " + outside + ", a part of one");
            } else if (outside.matches("/dev/*")) {
                all = true;
            }
        }
    }

    private static String either(String path, String otherwise) {
        return path.isEmpty() ? otherwise : path;
    }

    private static int numberInside(String path) {
        Matcher npu = NPU.matcher(path);
        return npu.matches() ? Integer.parseInt(npu.group(1)) : -1;
    }

    /** Nodes that are mounted can be seen; whether they can be opened, the container's device rules say. */
    private void mounts(List<JsonFields> mounts) {
        mounts.stream()
                .map(mount -> mount.text("Source"))
                .filter(source -> source.matches("/dev/*|/dev/davinci\\d{1,4}"))
                .forEach(source -> possibly.add("-v " + source));
    }

    private static boolean reachesNpus(String rule) {
        Matcher parts = RULE.matcher(rule.strip());
        return parts.matches()
                && !parts.group(1).equals("b")
                && (parts.group(2).equals("*") || Integer.parseInt(parts.group(2)) >= FIRST_DYNAMIC_MAJOR);
    }

    private void requests() {
        for (JsonFields request : host.objects("DeviceRequests")) {
            for (String name : request.texts("DeviceIDs")) {
                Matcher device = CDI.matcher(name);
                if (!device.matches()) {
                    continue;
                }
                if (device.group(1).equalsIgnoreCase("all")) {
                    all = true;
                } else if (device.group(1).matches("\\d{1,4}")) {
                    same(Integer.parseInt(device.group(1)));
                } else {
                    possibly.add("--device " + name);
                }
            }
        }
    }

    private void ascends(List<String> environment) {
        String wanted = value(environment, ASCEND_DEVICES);
        if (!runtime.ascends() || NO_DEVICES.contains(wanted.toLowerCase(Locale.ROOT))) {
            return;
        }
        String option = ASCEND_DEVICES + "=" + wanted;
        if (value(environment, ASCEND_OPTIONS).toUpperCase(Locale.ROOT).contains("VIRTUAL")) {
            possibly.add(option + ", parts of NPUs");
            return;
        }
        for (String word : wanted.split(",", -1)) {
            Matcher range = RANGE.matcher(word.strip());
            if (word.strip().equalsIgnoreCase("all")) {
                all = true;
            } else if (range.matches()) {
                numbers(range).forEach(this::same);
            } else if (!word.isBlank()) {
                possibly.add(option);
            }
        }
    }

    private static Stream<Integer> numbers(Matcher range) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        Set<Integer> numbers = new TreeSet<>();
        for (int npu = first; npu <= last; npu++) {
            numbers.add(npu);
        }
        return numbers.stream();
    }

    private void same(int npu) {
        devices.add(new NpuAccess.Device(npu, npu));
    }

    static String value(List<String> environment, String name) {
        return environment.stream()
                .filter(entry -> entry.startsWith(name + "="))
                .map(entry -> entry.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
