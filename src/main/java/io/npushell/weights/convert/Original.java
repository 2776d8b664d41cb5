package io.npushell.weights.convert;

import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The model that a training began with, read only: config, tokenizer and code files, and the tensors that Megatron does not know.
 *
 * @param model null where the directory has no weights
 */
record Original(Path directory, @Nullable HfModel model) implements AutoCloseable {
    private static final Set<String> WEIGHTS =
            Set.of("safetensors", "bin", "pt", "pth", "h5", "msgpack", "onnx", "ot", "gguf", "lock");
    private static final long LARGEST = 1L << 30;

    static Original open(Path directory) throws IOException {
        boolean weights = !WeightFiles.matching(directory, "*.safetensors").isEmpty()
                || !WeightFiles.matching(directory, "pytorch_model*.bin").isEmpty();
        return new Original(directory, weights ? HfModel.open(directory) : null);
    }

    Optional<TensorContent> tensor(String name) {
        return model == null
                ? Optional.empty()
                : Optional.ofNullable(model.tensors().get(name));
    }

    /** Copies what is neither weights nor config.json; links are followed, directories and hidden files left. */
    static int copyOthers(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> children = Files.list(from)) {
            children.filter(Files::isRegularFile).filter(Original::goesAlong).forEach(files::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName().toString()));
        }
        return files.size();
    }

    private static boolean goesAlong(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return !name.startsWith(".")
                && !WEIGHTS.contains(ending)
                && !name.endsWith(".index.json")
                && !name.equals(HfConfig.NAME)
                && !name.equals(Manifest.NAME)
                && file.toFile().length() <= LARGEST;
    }

    @Override
    public void close() throws IOException {
        if (model != null) {
            model.close();
        }
    }
}
