package io.npushell.weights.convert;

import io.npushell.weights.SavedIteration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small file in a converted or merged directory that says how it was made; flat, all values as text. */
public final class Manifest {
    public static final String NAME = "npu-shell-manifest.json";

    private Manifest() {}

    /** Name and value of each entry; empty where there is no readable manifest. */
    public static Map<String, String> read(Path directory) {
        Path file = directory.resolve(NAME);
        Map<String, String> entries = new LinkedHashMap<>();
        try {
            if (Files.isRegularFile(file) && Files.size(file) < 1 << 20) {
                JsonText.object(Files.readAllBytes(file))
                        .forEach((name, value) -> entries.put(name, String.valueOf(value)));
            }
        } catch (IOException e) {
            return Map.of();
        }
        return entries;
    }

    static void write(Path directory, Map<String, String> entries) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(entries);
        String version = Manifest.class.getPackage().getImplementationVersion();
        all.put("version", version == null ? "unpackaged" : version);
        Files.writeString(directory.resolve(NAME), JsonText.write(all));
    }

    /** The fingerprint of one iteration of a Megatron checkpoint, "" where it cannot be read. */
    public static String stateOf(Path checkpoints, long iteration) {
        try {
            for (SavedIteration saved : SavedIteration.list(checkpoints)) {
                if (saved.number() == iteration) {
                    return fingerprint(saved.files());
                }
            }
        } catch (IOException e) {
            return "";
        }
        return "";
    }

    /** Stands for the state of files: names, sizes and times of change, not content, so that 150 GB need not be read. */
    static String fingerprint(List<Path> files) throws IOException {
        List<Path> sorted = new ArrayList<>(files);
        sorted.sort(null);
        StringBuilder text = new StringBuilder();
        for (Path file : sorted) {
            text.append(file.getFileName())
                    .append(' ')
                    .append(Files.size(file))
                    .append(' ')
                    .append(Files.getLastModifiedTime(file).toMillis())
                    .append('\n');
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
