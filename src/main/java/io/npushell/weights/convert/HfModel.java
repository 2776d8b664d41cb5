package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.WeightRole;
import io.npushell.weights.ModelDictionary;
import io.npushell.weights.SafetensorsFile;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import io.npushell.weights.megatron.ParameterMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
            if (found.isEmpty()) {
                refuseNested(file, torch.root());
            }
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

    /** A trainer's own checkpoint keeps its tensors one level down, beside its optimizer. */
    private static void refuseNested(Path file, Map<String, Object> root) {
        for (Map.Entry<String, Object> entry : root.entrySet()) {
            if (entry.getValue() instanceof Map<?, ?> inner
                    && ModelDictionary.flat(inner).values().stream().anyMatch(TorchFile.Tensor.class::isInstance)) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' is a trainer's checkpoint, not a model's file: its tensors lie below '"
                                + entry.getKey() + "'",
                        "python3 -c \"import torch; torch.save(torch.load('" + file
                                + "', map_location='cpu', weights_only=True)['" + entry.getKey() + "'], '" + file
                                + ".new')\", then mv it back");
            }
        }
    }

    public Map<String, TensorContent> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** Why it is none to convert, one sentence, where no other download of it mends that. */
    Optional<String> unfit(HfConfig config, List<ParameterMapping> mappings) {
        return Quantized.problem(config, tensors.keySet())
                .or(() -> renamed(mappings))
                .or(() -> tied(config, mappings));
    }

    /** What the mappings need and is not there or has another shape, one sentence each. */
    List<String> missing(List<ParameterMapping> mappings) {
        List<String> missing = new ArrayList<>();
        for (ParameterMapping mapping : mappings) {
            for (ParameterMapping.Part part : mapping.parts()) {
                TensorContent tensor = tensors.get(part.name());
                List<Long> shape = mapping.wholeShape(part.rows());
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

    /** A wrapper around the model leaves a word before all names. */
    private Optional<String> renamed(List<ParameterMapping> mappings) {
        String first = mappings.get(0).parts().get(0).name();
        return tensors.containsKey(first)
                ? Optional.empty()
                : tensors.keySet().stream()
                        .filter(name -> name.endsWith("." + first))
                        .findFirst()
                        .map(name -> "the tensors in '" + directory + "' are named '" + name + "' and so on: take '"
                                + name.substring(0, name.length() - first.length())
                                + "' off the names, which a wrapper around the model left");
    }

    private Optional<String> tied(HfConfig config, List<ParameterMapping> mappings) {
        return mappings.stream()
                .filter(mapping -> mapping.role() == WeightRole.OUTPUT)
                .map(mapping -> mapping.parts().get(0).name())
                .filter(head -> config.tied() && !tensors.containsKey(head))
                .findFirst()
                .map(head -> "tensor '" + head + "' is missing: the model in '" + directory
                        + "' ties its output layer to the embedding (tie_word_embeddings), and the training keeps both"
                        + " apart; save it untied, with a copy of the embedding");
    }

    /** Names that no mapping uses: buffers that Megatron computes itself. */
    List<String> beyond(List<ParameterMapping> mappings) {
        TreeSet<String> beyond = new TreeSet<>(tensors.keySet());
        mappings.forEach(mapping -> mapping.parts().forEach(part -> beyond.remove(part.name())));
        return List.copyOf(beyond);
    }

    /** The material of a weight: its parts' rows one after the other. */
    TensorContent material(ParameterMapping mapping) {
        return Stacked.of(
                mapping.parts().stream().map(part -> tensor(part.name())).toList());
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
