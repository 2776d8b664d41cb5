package io.npushell.workspace;

import io.npushell.json.JsonTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** The index of a Hugging Face model in several files: which ones it wants. One of the two kinds is enough, safetensors before torch. */
final class WeightIndex {
    private static final List<String> NAMES = List.of("model.safetensors.index.json", "pytorch_model.bin.index.json");
    private static final int MOST = 32 << 20;

    private WeightIndex() {}

    /** Files the index names, in order; none where there is no index that can be read. */
    static List<String> files(Path directory) {
        for (String name : NAMES) {
            Path index = directory.resolve(name);
            try {
                if (Files.isRegularFile(index) && Files.size(index) <= MOST) {
                    return List.copyOf(new TreeSet<>(JsonTree.parseObject(Files.readString(index))
                            .textByName("weight_map")
                            .values()));
                }
            } catch (IOException e) {
                // damaged: the inspection tells
            }
        }
        return List.of();
    }

    static List<String> missing(Path directory) {
        return files(directory).stream()
                .filter(file -> !Files.isRegularFile(directory.resolve(file)))
                .toList();
    }
}
