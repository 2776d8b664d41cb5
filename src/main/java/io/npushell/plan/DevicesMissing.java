package io.npushell.plan;

import java.util.List;
import java.util.stream.IntStream;

/** The devices that are named exist. */
final class DevicesMissing {
    static final Rule RULE = Rule.of("M08", "No such NPU", """
        devices names NPUs by the numbers the runtime counts them by: from 0, in npu-smi's order, only those that are seen where the training
        runs. npu-smi's own numbers may be others: 0 and 64 on some boards.\
        """);

    private DevicesMissing() {}

    static List<Finding> check(Draft draft) {
        Machine machine = draft.facts().machine();
        Facts.Npus npus = draft.facts().npus();
        boolean known = machine.assumed() || (npus != null && npus.whole());
        int there = npus == null ? machine.devicesPerNode() : npus.all().size();
        List<Integer> missing =
                draft.devices().stream().filter(device -> device >= there).toList();
        if (!draft.engine().needsNpus() || !draft.namesDevices() || !known || there == 0 || missing.isEmpty()) {
            return List.of();
        }
        int wanted = Math.min(there, draft.devices().size());
        String first = String.join(
                ",", IntStream.range(0, wanted).mapToObj(String::valueOf).toList());
        return List.of(RULE.error(
                "devices names NPU %s, but there %s %s"
                        .formatted(NpuStanding.numbers(missing), there == 1 ? "is only" : "are", seen(npus, there)),
                List.of("set devices " + first, "unset devices")));
    }

    private static String seen(Facts.@org.jspecify.annotations.Nullable Npus npus, int there) {
        String counted = there == 1 ? "NPU 0" : there + ", counted from 0 to " + (there - 1);
        if (npus == null || npus.all().stream().allMatch(npu -> npu.label().equals("NPU " + npu.device()))) {
            return counted;
        }
        return counted + "; npu-smi calls them "
                + NpuStanding.names(
                        npus.all().stream().map(NpuStanding::label).distinct().toList());
    }
}
