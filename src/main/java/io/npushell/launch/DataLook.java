package io.npushell.launch;

import io.npushell.OperatorException;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.data.source.DocumentInput;
import io.npushell.data.source.DocumentInput.Problem;
import io.npushell.io.IoReason;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.DataHandlers;
import io.npushell.plan.Facts;
import io.npushell.session.SessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the raw text and at the dataset made of it. */
final class DataLook {
    private DataLook() {}

    static Facts.@Nullable RawData raw(Settings settings) {
        Path path = path(settings, ParameterNames.RAW_INPUT).orElse(null);
        if (path == null) {
            return null;
        }
        if (!Files.exists(path)) {
            return new Facts.RawData(path.toString(), false, 0, null, "");
        }
        Problem problem = rawProblem(path);
        return problem == null
                ? new Facts.RawData(path.toString(), true, bytes(path), null, "")
                : new Facts.RawData(path.toString(), true, bytes(path), problem.sentence(), problem.remedy());
    }

    private static long bytes(Path path) {
        try {
            return DocumentInput.of(path).bytes();
        } catch (IOException | OperatorException e) {
            return 0;
        }
    }

    private static @Nullable Problem rawProblem(Path path) {
        if (!Files.isReadable(path)) {
            return new Problem("it may not be read by this user", "");
        }
        try {
            return DocumentInput.of(path).problem();
        } catch (OperatorException e) {
            return new Problem(String.valueOf(e.getMessage()), Objects.requireNonNullElse(e.remedy(), ""));
        } catch (IOException e) {
            return new Problem("it cannot be read: " + IoReason.of(e), "");
        }
    }

    static Facts.@Nullable Dataset dataset(Settings settings, SessionStore store) {
        Path prefix = path(settings, ParameterNames.DATASET_PATH).orElse(null);
        if (prefix == null) {
            return null;
        }
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        List<Path> others = others(prefix, settings);
        String difference = facts.exists() ? DatasetManifestCheck.difference(facts.manifest(), settings) : null;
        if (facts.exists() && difference == null) {
            difference = others.stream()
                    .flatMap(other -> difference(other, settings).stream())
                    .findFirst()
                    .orElse(null);
        }
        DirectoryUse use = new DirectoryUse(store.list());
        return new Facts.Dataset(
                prefix.toString(),
                facts.exists(),
                facts.documents(),
                facts.tokens(),
                facts.problem(),
                difference,
                Stream.concat(Stream.of(prefix), others.stream())
                        .map(use::trainer)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }

    /** Those of the other columns that are made with it. */
    private static List<Path> others(Path prefix, Settings settings) {
        return DataHandlers.datasets(settings, prefix.toString()).stream()
                .map(Path::of)
                .filter(other -> !other.equals(prefix))
                .toList();
    }

    private static Optional<String> difference(Path other, Settings settings) {
        DatasetFacts facts = IndexedDataset.inspect(other);
        return facts.exists() && facts.problem() == null
                ? Optional.ofNullable(DatasetManifestCheck.difference(facts.manifest(), settings))
                : Optional.of("made without a sound " + other.getFileName());
    }

    static Optional<Path> path(Settings settings, String name) {
        return settings.text(name).filter(text -> text.startsWith("/")).map(Path::of);
    }
}
