package io.npushell.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What tells this host, boot and container from others.
 *
 * @param host as {@code uname -n} says it; not unique: a container may share its host's
 * @param bootId new at each boot, the same in all containers of one kernel
 * @param pidNamespace "pid:[4026531836]", "" where it cannot be read
 * @param processors CPUs this JVM may use
 */
public record HostFacts(String host, String bootId, String pidNamespace, int processors) {
    /** What {@link #pidNamespace} is outside every container: from there all processes of the kernel are seen. */
    static final String OUTERMOST_NAMESPACE = "pid:[4026531836]";

    public static HostFacts here() {
        return read(Path.of("/proc"));
    }

    /** Whether all processes of the kernel are seen from here, so that a number other tools print is ours too. */
    public boolean outermost() {
        return pidNamespace.equals(OUTERMOST_NAMESPACE);
    }

    static HostFacts read(Path proc) {
        try {
            return new HostFacts(
                    Files.readString(proc.resolve("sys/kernel/hostname")).strip(),
                    Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip(),
                    namespaceOf(proc.resolve("self")),
                    Runtime.getRuntime().availableProcessors());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** "" where the process is gone or not ours to look at. */
    static String namespaceOf(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
