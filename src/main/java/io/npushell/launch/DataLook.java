package io.npushell.launch;

import io.npushell.IoReason;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the raw text and at the dataset made of it. */
final class DataLook {
    private static final List<String> OWN_STEP_READS = List.of(".json", ".jsonl", ".txt");

    private DataLook() {}

    static Facts.@Nullable RawData raw(Settings settings) {
        Path path = path(settings, ParameterNames.RAW_INPUT).orElse(null);
        if (path == null) {
            return null;
        }
        if (!Files.exists(path)) {
            return new Facts.RawData(path.toString(), false, 0, null);
        }
        return new Facts.RawData(path.toString(), true, path.toFile().length(), rawProblem(path));
    }

    private static @Nullable String rawProblem(Path path) {
        if (!Files.isReadable(path)) {
            return "it may not be read by this user";
        }
        if (Files.isDirectory(path)) {
            return "it is a directory, and the data step reads one file";
        }
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (OWN_STEP_READS.stream().noneMatch(name::endsWith)) {
            return "the data step reads " + String.join(", ", OWN_STEP_READS);
        }
        try (InputStream in = Files.newInputStream(path)) {
            String start = new String(in.readNBytes(64), StandardCharsets.ISO_8859_1)
                    .stripLeading()
                    .toLowerCase(Locale.ROOT);
            if (start.isEmpty()) {
                return "it is empty";
            }
            return start.startsWith("<!doctype") || start.startsWith("<html")
                    ? "it is a web page, not data: download the file itself (the link with /raw/ or /resolve/)"
                    : null;
        } catch (IOException e) {
            return "it cannot be read: " + IoReason.of(e);
        }
    }

    static Facts.@Nullable Dataset dataset(Settings settings) {
        Path prefix = path(settings, ParameterNames.DATASET_PATH).orElse(null);
        if (prefix == null) {
            return null;
        }
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        String difference = facts.exists() ? DatasetManifestCheck.difference(facts.manifest(), settings) : null;
        return new Facts.Dataset(
                prefix.toString(), facts.exists(), facts.documents(), facts.tokens(), facts.problem(), difference);
    }

    static Optional<Path> path(Settings settings, String name) {
        return settings.text(name).filter(text -> text.startsWith("/")).map(Path::of);
    }
}
