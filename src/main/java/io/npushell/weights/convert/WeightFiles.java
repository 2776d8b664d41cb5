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
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files of a directory are a Hugging Face model's weights: safetensors where there are any, else pytorch_model*.bin. */
final class WeightFiles {
    static final String SAFETENSORS_INDEX = "model.safetensors.index.json";
    private static final String TORCH_INDEX = "pytorch_model.bin.index.json";
    private static final int MAX_INDEX = 32 << 20;
    private static final int MOST_SHARDS = 10_000;
    private static final Pattern SHARD = Pattern.compile("(.+)-(\\d{5})-of-(\\d{5})\\.(safetensors|bin)");
    private static final String HALF = "*.{incomplete,part,partial,crdownload,download,aria2,tmp,filepart}";

    private WeightFiles() {}

    /**
     * By name.
     *
     * @throws OperatorException NOT_FOUND where there are none or the index names one that is not there
     */
    static List<Path> of(Path directory) throws IOException {
        List<Path> files = look(directory);
        refuseMissingShards(directory, files);
        for (Path file : files) {
            if (Files.exists(file.resolveSibling(file.getFileName() + ".aria2"))) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' is not downloaded to its end: '" + file.getFileName()
                                + ".aria2' lies beside it",
                        "let aria2c -c end it");
            }
        }
        return files;
    }

    private static List<Path> look(Path directory) throws IOException {
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
                    "'" + directory + "' holds no weights: neither *.safetensors nor pytorch_model*.bin"
                            + halves(directory),
                    "download the model's weight files too; they are large and come by git lfs or hf download");
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
        List<String> absent = new ArrayList<>();
        for (String file :
                new TreeSet<>(names.values().stream().map(String::valueOf).toList())) {
            Path path = directory.resolve(file);
            if (file.contains("/") || !Files.isRegularFile(path)) {
                absent.add(file);
            }
            files.add(path);
        }
        if (!absent.isEmpty()) {
            String more = absent.size() > 1 ? " (" + absent.size() + " of " + files.size() + " files are missing)" : "";
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "'" + index + "' names the file '" + absent.get(0) + "', which is not there" + more
                            + halves(directory),
                    "workspace fetch weights   or download the missing file" + (absent.size() > 1 ? "s" : ""));
        }
        return files;
    }

    /** Without an index the names themselves say how many there should be. */
    private static void refuseMissingShards(Path directory, List<Path> files) throws IOException {
        for (Path file : files) {
            Matcher shard = SHARD.matcher(file.getFileName().toString());
            if (!shard.matches()) {
                continue;
            }
            int count = Integer.parseInt(shard.group(3));
            List<String> absent = new ArrayList<>();
            for (int number = 1; number <= count && count < MOST_SHARDS; number++) {
                String name = String.format(
                        Locale.ROOT, "%s-%05d-of-%s.%s", shard.group(1), number, shard.group(3), shard.group(4));
                if (!Files.isRegularFile(directory.resolve(name))) {
                    absent.add(name);
                }
            }
            if (!absent.isEmpty()) {
                throw new OperatorException(
                        ExitCode.NOT_FOUND,
                        "'" + directory + "' holds " + (count - absent.size()) + " of " + count
                                + " files of the model: '" + absent.get(0) + "' is missing" + halves(directory),
                        "workspace fetch weights   or download the missing file" + (absent.size() > 1 ? "s" : ""));
            }
        }
    }

    /** Names a download that has not ended, in the names the usual programs give it; "" where there is none. */
    private static String halves(Path directory) throws IOException {
        for (Path place :
                List.of(directory, directory.resolve(".cache/huggingface/download"), directory.resolve("._____temp"))) {
            if (Files.isDirectory(place)) {
                List<Path> halves = matching(place, place.equals(directory) ? HALF : "*");
                halves.removeIf(half -> !Files.isRegularFile(half)
                        || half.toString().endsWith(".metadata")
                        || half.toString().endsWith(".lock"));
                if (!halves.isEmpty()) {
                    return "; '" + halves.get(0) + "' is a download that has not ended";
                }
            }
        }
        return "";
    }

    private static Map<?, ?> weightMap(Path index) throws IOException {
        try {
            if (Files.size(index) <= MAX_INDEX && HfConfig.json(index).get("weight_map") instanceof Map<?, ?> names) {
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
