package io.npushell.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

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

    private static int uid(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
