package io.npushell.step;

import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** What to do where the data step cannot write. */
final class WriteRemedy {
    private static final String OUTPUT = "--output-prefix";

    private WriteRemedy() {}

    /** "" where it was something else that failed. */
    static String of(List<String> words, IOException e) {
        int at = words.indexOf(OUTPUT) + 1;
        if (!words.get(0).equals("data") || at < 1 || at >= words.size()) {
            return "";
        }
        String reason = IoReason.of(e);
        if (reason.contains("No space left") || reason.contains("quota")) {
            return "free space, or name a place on another disk with " + OUTPUT;
        }
        return e instanceof FileSystemException failure
                        && failure.getFile() != null
                        && about(failure.getFile(), words.get(at))
                ? "name a place that this user can write to with " + OUTPUT
                : "";
    }

    private static boolean about(String file, String prefix) {
        Path failed = Path.of(file).toAbsolutePath().normalize();
        Path wanted = Path.of(prefix).toAbsolutePath().normalize();
        return wanted.startsWith(failed) || failed.toString().startsWith(wanted.toString());
    }
}
