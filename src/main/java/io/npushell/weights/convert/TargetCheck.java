package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Whether a directory may be replaced by what is to be made: only where it is an older state of just that. */
final class TargetCheck {
    /** What makes two outputs different things, not states of one. */
    static final List<String> IDENTITY = List.of("made", "source", "tp", "pp", "dtype", "rows", "iteration", "base");

    private TargetCheck() {}

    static void check(Path target, Map<String, String> wanted) throws IOException {
        if (!Files.exists(target) || isEmpty(target)) {
            return;
        }
        Map<String, String> there = Manifest.read(target);
        if (there.isEmpty()) {
            throw conflict(target, "files that npu-shell did not make");
        }
        for (String name : IDENTITY) {
            String has = there.getOrDefault(name, "");
            String wants = wanted.getOrDefault(name, "");
            if (!has.equals(wants)) {
                throw conflict(target, "weights with " + name + " " + has + ", not " + wants);
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
            return !children.iterator().hasNext();
        }
    }

    private static OperatorException conflict(Path target, String what) {
        return new OperatorException(
                ExitCode.CONFLICT,
                "'" + target + "' already holds " + what + ", and nothing is written over it",
                "name another directory, or move this one away");
    }
}
