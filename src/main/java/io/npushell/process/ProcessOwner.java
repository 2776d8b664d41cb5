package io.npushell.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** As which user this JVM acts, and whose processes it may therefore look into and signal. */
public final class ProcessOwner {
    private static final int ROOT = 0;

    private ProcessOwner() {}

    /** Whether nothing of the user who wrote the file is hidden from us: it is ourselves, or we are root. */
    public static boolean seesAllOf(Path written) {
        try {
            int ours = uid(Path.of("/proc/self/stat"));
            return ours == ROOT || ours == uid(written);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Whether a signal of ours reaches a process, by the users it runs as; false where it is gone. */
    static boolean maySignal(Path process) {
        try {
            int ours = uid(Path.of("/proc/self/stat"));
            return ours == ROOT || users(process).contains(Integer.toString(ours));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** Its real, effective, saved and file system user; the owner of its directory alone may be root where it may not be looked into. */
    private static List<String> users(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status"), StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("Uid:"))
                .flatMap(line ->
                        Arrays.stream(line.substring("Uid:".length()).strip().split("\\s+", -1)))
                .toList();
    }

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
