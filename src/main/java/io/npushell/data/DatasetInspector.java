package io.npushell.data;

import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what the files of a prefix are, and whether they fit together. */
final class DatasetInspector {
    private final DatasetFiles files;

    DatasetInspector(Path prefix) {
        this.files = new DatasetFiles(prefix);
    }

    DatasetFacts inspect() {
        boolean single = Files.exists(files.bin()) || Files.exists(files.index());
        List<DatasetFiles> parts = single ? List.of(files) : files.packed();
        List<Path> missing = missing(parts);
        if (!missing.isEmpty()) {
            boolean nothing = missing.size() == 2 * parts.size();
            return absent(nothing ? null : missing.get(0) + " is missing beside the other files of this dataset");
        }
        try {
            return facts(parts);
        } catch (OperatorException e) {
            return broken(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return broken("cannot read " + files.prefix() + ": " + IoReason.of(e));
        }
    }

    private DatasetFacts facts(List<DatasetFiles> parts) throws IOException {
        List<IndexSummary> summaries = new ArrayList<>();
        for (DatasetFiles part : parts) {
            IndexSummary summary = IndexSummary.read(part.index());
            requireBinSize(part, summary);
            summaries.add(summary);
        }
        IndexSummary first = summaries.get(0);
        for (int i = 1; i < summaries.size(); i++) {
            requireSameShape(parts.get(0), first, parts.get(i), summaries.get(i));
        }
        return new DatasetFacts(
                true,
                first.documents(),
                first.sequences(),
                first.tokens(),
                null,
                DatasetManifest.read(files.manifest()));
    }

    static void requireBinSize(DatasetFiles files, IndexSummary summary) throws IOException {
        long expected = summary.tokens() * summary.type().bytes;
        long size = Files.size(files.bin());
        if (size != expected) {
            throw IndexSummary.broken(files.bin() + " has " + size + " bytes, but its index counts " + summary.tokens()
                    + " tokens (" + expected + " bytes)");
        }
    }

    private static void requireSameShape(DatasetFiles a, IndexSummary first, DatasetFiles b, IndexSummary other) {
        if (first.sequences() != other.sequences()
                || first.documents() != other.documents()
                || first.lengthsChecksum() != other.lengthsChecksum()) {
            throw IndexSummary.broken(a.index() + " and " + b.index() + " do not describe the same samples: "
                    + first.sequences() + " and " + other.sequences() + " sequences, " + first.tokens() + " and "
                    + other.tokens() + " tokens");
        }
    }

    private static List<Path> missing(List<DatasetFiles> parts) {
        List<Path> missing = new ArrayList<>();
        for (DatasetFiles part : parts) {
            for (Path file : List.of(part.bin(), part.index())) {
                if (!Files.isRegularFile(file)) {
                    missing.add(file);
                }
            }
        }
        return missing;
    }

    private static DatasetFacts absent(@Nullable String problem) {
        return new DatasetFacts(false, 0, 0, 0, problem, Map.of());
    }

    private DatasetFacts broken(String problem) {
        return new DatasetFacts(true, 0, 0, 0, problem, DatasetManifest.read(files.manifest()));
    }
}
