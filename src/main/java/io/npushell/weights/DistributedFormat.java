package io.npushell.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a directory holds an iteration as Megatron core's distributed checkpointing saves it: all ranks in common files,
 * {@code __0_0.distcp} and so on, and no mp_rank directory.
 */
final class DistributedFormat {
    private static final Pattern BACKEND = Pattern.compile("\"sharded_backend\"\\s*:\\s*\"([\\w.-]{1,40})\"");
    private static final int MOST = 1 << 16;

    private DistributedFormat() {}

    /** Its name, as {@code --ckpt-format} has it: "torch_dist", "zarr", "fsdp_dtensor", "torch_dcp"; empty where it is none. */
    static Optional<String> of(Path directory) {
        Optional<String> named = backend(directory.resolve("metadata.json"));
        if (named.isPresent()) {
            return named;
        }
        boolean torch = Files.isRegularFile(directory.resolve(".metadata")) || any(directory, "*.distcp");
        if (torch) {
            return Optional.of(Files.isRegularFile(directory.resolve("common.pt")) ? "torch_dist" : "torch_dcp");
        }
        return Optional.empty();
    }

    private static Optional<String> backend(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST) {
                return Optional.empty();
            }
            Matcher backend = BACKEND.matcher(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            return backend.find() ? Optional.of(backend.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean any(Path directory, String pattern) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, pattern)) {
            return files.iterator().hasNext();
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
    }
}
