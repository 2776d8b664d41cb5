package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.SafetensorsFile;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The tensors of a Hugging Face model, over all its files. */
public final class HfModel implements AutoCloseable {
    private final Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, TensorContent> tensors = new LinkedHashMap<>();
    private final Map<String, Path> places = new LinkedHashMap<>();

    private HfModel(Path directory) {
        this.directory = directory;
    }

    /**
     * Opens every file; reads no tensor.
     *
     * @throws OperatorException where files are missing or damaged
     */
    public static HfModel open(Path directory) throws IOException {
        HfModel model = new HfModel(directory);
        try {
            for (Path file : WeightFiles.of(directory)) {
                model.add(file);
            }
            return model;
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    private void add(Path file) throws IOException {
        Map<String, TensorContent> found = new LinkedHashMap<>();
        if (file.getFileName().toString().endsWith(".safetensors")) {
            SafetensorsFile safetensors = SafetensorsFile.open(file);
            open.add(safetensors);
            found.putAll(safetensors.tensors());
        } else {
            TorchFile torch = TorchFile.open(file);
            open.add(torch);
            torch.root().forEach((name, value) -> {
                if (value instanceof TorchFile.Tensor tensor) {
                    found.put(name, tensor);
                }
            });
        }
        found.forEach((name, tensor) -> {
            Path other = places.putIfAbsent(name, file);
            if (other != null) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "tensor '" + name + "' is both in '" + other + "' and in '" + file + "'",
                        "remove the files that do not belong to the model");
            }
            tensors.put(name, tensor);
        });
    }

    public Map<String, TensorContent> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** What the recipes need and is not there or has another shape, one sentence each. */
    List<String> missing(List<Recipe> recipes) {
        List<String> missing = new ArrayList<>();
        for (Recipe recipe : recipes) {
            for (Recipe.Part part : recipe.parts()) {
                TensorContent tensor = tensors.get(part.name());
                List<Long> shape = recipe.wholeShape(part.rows());
                if (tensor == null) {
                    missing.add("tensor '" + part.name() + "' is missing");
                } else if (!tensor.shape().equals(shape)) {
                    missing.add("tensor '" + part.name() + "' has the shape " + tensor.shape()
                            + ", and config.json asks for " + shape);
                }
            }
        }
        return missing;
    }

    /** Names that no recipe uses: buffers that Megatron computes itself. */
    List<String> beyond(List<Recipe> recipes) {
        TreeSet<String> beyond = new TreeSet<>(tensors.keySet());
        recipes.forEach(recipe -> recipe.parts().forEach(part -> beyond.remove(part.name())));
        return List.copyOf(beyond);
    }

    /** The material of a weight: its parts' rows one after the other. */
    TensorContent material(Recipe recipe) {
        return Stacked.of(
                recipe.parts().stream().map(part -> tensor(part.name())).toList());
    }

    TensorContent tensor(String name) {
        TensorContent tensor = tensors.get(name);
        if (tensor == null) {
            throw new OperatorException(
                    ExitCode.FAILED, "'" + directory + "' lacks the tensor '" + name + "'", "download the model again");
        }
        return tensor;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (AutoCloseable file : open) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
