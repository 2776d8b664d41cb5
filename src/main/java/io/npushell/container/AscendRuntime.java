package io.npushell.container;

import io.npushell.json.JsonFields;
import java.util.List;
import java.util.Locale;

/**
 * The program that starts a container, where it may be Ascend Docker Runtime: that one gives devices and driver by what variables say.
 *
 * <p>Under any other the variables do nothing.
 *
 * @param name "runc", "ascend", "crun"; "" where the engine does not say
 */
record AscendRuntime(String name) {
    private static final String OPTIONS = "ASCEND_RUNTIME_OPTIONS";

    /** Of podman, whose HostConfig says "oci" of any. */
    static AscendRuntime of(JsonFields container) {
        String docker = container.object("HostConfig").text("Runtime");
        String podman = container.text("OCIRuntime");
        return new AscendRuntime(docker.isEmpty() || docker.equals("oci") ? podman : docker);
    }

    /** Whether variables count; where an engine does not say what started a container, they may. */
    boolean ascends() {
        return name.isEmpty() || name.toLowerCase(Locale.ROOT).contains("ascend");
    }

    /** Whether it mounts driver, dcmi and npu-smi, which no list of mounts shows then. */
    boolean bringsDriver(NpuAccess npus, List<String> environment) {
        return !name.isEmpty()
                && ascends()
                && (npus.open() || !npus.devices().isEmpty())
                && !NpuAccessReader.value(environment, OPTIONS).contains("NODRV");
    }
}
