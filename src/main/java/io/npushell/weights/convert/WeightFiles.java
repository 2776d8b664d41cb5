package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.BrokenFileException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which files of a directory are a Hugging Face model's weights: safetensors where there are any, else pytorch_model*.bin. */
final class WeightFiles {
    static final String SAFETENSORS_INDEX = "model.safetensors.index.json";
    private static final String TORCH_INDEX = "pytorch_model.bin.index.json";
    private static final int MAX_INDEX = 32 << 20;

    private WeightFiles() {}

    /**
     * By name.
     *
     * @throws OperatorException NOT_FOUND where there are none or the index names one that is not there
     */
    static List<Path> of(Path directory) throws IOException {
        List<Path> safetensors = indexed(directory, SAFETENSORS_INDEX);
        if (safetensors.isEmpty()) {
            safetensors = matching(directory, "*.safetensors");
        }
        if (!safetensors.isEmpty()) {
            return safetensors;
        }
        List<Path> torch = indexed(directory, TORCH_INDEX);
        if (torch.isEmpty()) {
            torch = matching(directory, "pytorch_model*.bin");
        }
        if (torch.isEmpty()) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "'" + directory + "' holds no weights: neither *.safetensors nor pytorch_model*.bin",
                    "download the model's weight files too; they are large and come by git lfs or huggingface-cli");
        }
        return torch;
    }

    private static List<Path> indexed(Path directory, String name) throws IOException {
        Path index = directory.resolve(name);
        if (!Files.isRegularFile(index)) {
            return List.of();
        }
        Map<?, ?> names = weightMap(index);
        List<Path> files = new ArrayList<>();
        for (String file :
                new TreeSet<>(names.values().stream().map(String::valueOf).toList())) {
            Path path = directory.resolve(file);
            if (file.contains("/") || !Files.isRegularFile(path)) {
                throw new OperatorException(
                        ExitCode.NOT_FOUND,
                        "'" + index + "' names the file '" + file + "', which is not there",
                        "download the missing file");
            }
            files.add(path);
        }
        return files;
    }

    private static Map<?, ?> weightMap(Path index) throws IOException {
        try {
            if (Files.size(index) <= MAX_INDEX
                    && JsonText.object(Files.readAllBytes(index)).get("weight_map") instanceof Map<?, ?> names) {
                return names;
            }
            throw new BrokenFileException("has no weight_map");
        } catch (BrokenFileException e) {
            throw new OperatorException(ExitCode.FAILED, "'" + index + "' " + e.getMessage(), "download it again", e);
        }
    }

    static List<Path> matching(Path directory, String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, pattern)) {
            stream.forEach(files::add);
        }
        files.sort(null);
        return files;
    }
}
