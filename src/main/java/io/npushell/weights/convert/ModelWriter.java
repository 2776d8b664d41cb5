package io.npushell.weights.convert;

import io.npushell.weights.SafetensorsOutput;
import io.npushell.weights.TensorSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a model's tensors as safetensors files of at most 5 GB, as transformers does, with the index where there are several. */
final class ModelWriter {
    private static final long LARGEST_FILE = 5_000_000_000L;

    private final Path directory;
    private final WeightsProgress progress;
    private final long largest;

    ModelWriter(Path directory, WeightsProgress progress) {
        this(directory, progress, Long.getLong("npushell.weights.file-bytes", LARGEST_FILE));
    }

    ModelWriter(Path directory, WeightsProgress progress, long largest) {
        this.directory = directory;
        this.progress = progress;
        this.largest = largest;
    }

    void write(Map<String, MergedTensor> tensors) throws IOException {
        List<Map<String, MergedTensor>> files = files(tensors);
        Map<String, @Nullable Object> places = new LinkedHashMap<>();
        List<SafetensorsOutput> outputs = new ArrayList<>();
        try (WriteBehind writer = new WriteBehind(Math.min(2, files.size()))) {
            for (int number = 0; number < files.size(); number++) {
                String name = name(number, files.size());
                SafetensorsOutput output = create(directory.resolve(name), files.get(number));
                outputs.add(output);
                write(writer, number, output, files.get(number).values());
                files.get(number).keySet().forEach(tensor -> places.put(tensor, name));
            }
            writer.finish();
        } finally {
            for (SafetensorsOutput output : outputs) {
                output.close();
            }
        }
        if (files.size() > 1) {
            Map<String, @Nullable Object> index = new LinkedHashMap<>();
            index.put(
                    "metadata",
                    Map.of(
                            "total_size",
                            tensors.values().stream()
                                    .mapToLong(MergedTensor::bytes)
                                    .sum()));
            index.put("weight_map", places);
            Files.writeString(directory.resolve(WeightFiles.SAFETENSORS_INDEX), JsonText.write(index));
        }
    }

    private List<Map<String, MergedTensor>> files(Map<String, MergedTensor> tensors) {
        List<Map<String, MergedTensor>> files = new ArrayList<>();
        long size = largest;
        for (Map.Entry<String, MergedTensor> entry : tensors.entrySet()) {
            long bytes = entry.getValue().bytes();
            if (files.isEmpty() || size + bytes > largest) {
                files.add(new LinkedHashMap<>());
                size = 0;
            }
            files.get(files.size() - 1).put(entry.getKey(), entry.getValue());
            size += bytes;
        }
        return files;
    }

    private static String name(int number, int of) {
        return of == 1
                ? "model.safetensors"
                : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", number + 1, of);
    }

    /** In turns through two lanes, so that one file is forced to disk while the next is being written. */
    private void write(WriteBehind writer, int number, SafetensorsOutput output, Collection<MergedTensor> tensors)
            throws IOException {
        Blocks blocks = new Blocks(writer, progress);
        for (MergedTensor tensor : tensors) {
            tensor.write(blocks, number, block -> {
                while (block.hasRemaining()) {
                    output.data().write(block);
                }
            });
            progress.tensorDone();
        }
        writer.act(number, output::complete);
    }

    private static SafetensorsOutput create(Path file, Map<String, MergedTensor> tensors) throws IOException {
        Map<String, TensorSource> headers = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> headers.put(name, tensor.header()));
        return SafetensorsOutput.create(file, headers);
    }
}
