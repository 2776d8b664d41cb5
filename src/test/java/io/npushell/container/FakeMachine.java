package io.npushell.container;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommonsExecRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The devices and the driver of a machine with NPUs, below a directory. */
public final class FakeMachine {
    private FakeMachine() {}

    /** Plain files: enough for who only looks. */
    public static void looksLike(Path root, int npus) throws IOException {
        driver(root);
        for (int npu = 0; npu < npus; npu++) {
            Files.writeString(root.resolve("dev/davinci" + npu), "");
        }
        for (String control : ContainerPlanner.CONTROLS) {
            Files.writeString(root.resolve("dev").resolve(control), "");
        }
    }

    /** Device nodes that docker takes, all of them /dev/null by another name; wants root. */
    public static void has(Path root, int npus) throws IOException {
        driver(root);
        String script =
                "cd \"$1\" && i=0 && while [ $i -lt $2 ]; do mknod -m 666 davinci$i c 1 3 || exit; i=$((i + 1)); done"
                        + " && for n in davinci_manager devmm_svm hisi_hdc; do mknod -m 666 $n c 1 3 || exit; done";
        CommandOutput made = new CommonsExecRunner()
                .run(
                        List.of("sh", "-c", script, "sh", root.resolve("dev").toString(), Integer.toString(npus)),
                        root,
                        Map.of(),
                        Duration.ofSeconds(20));
        if (!made.succeeded()) {
            throw new IOException(made.err());
        }
    }

    private static void driver(Path root) throws IOException {
        Files.createDirectories(root.resolve("dev"));
        Files.createDirectories(root.resolve("usr/local/sbin"));
        Files.createDirectories(root.resolve("usr/local/dcmi"));
        Files.createDirectories(root.resolve("usr/local/Ascend/driver"));
        Files.writeString(root.resolve("usr/local/sbin/npu-smi"), "#!/bin/sh\n");
    }
}
