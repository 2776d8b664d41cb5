package io.npushell.data;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The prepared datasets of a directory and those below it. */
public final class DatasetCatalog {
    private static final int DEPTH = 6;
    private static final String PACKED = "_packed_(input_ids|attention_mask|labels)_document$";

    private DatasetCatalog() {}

    /**
     * One dataset.
     *
     * @param bytes size of its .bin and .idx files
     */
    public record Entry(Path prefix, boolean packed, long bytes, DatasetFacts facts) {}

    /** All of them, by their paths, also behind links; what stands in a directory that cannot be read is passed over. */
    public static List<Entry> below(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        TreeSet<Path> prefixes = new TreeSet<>();
        Files.walkFileTree(directory, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isDataset(file)) {
                    prefixes.add(prefix(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                return FileVisitResult.CONTINUE;
            }
        });
        List<Entry> entries = new ArrayList<>();
        for (Path prefix : prefixes) {
            DatasetFiles files = new DatasetFiles(prefix);
            boolean packed = !Files.exists(files.bin()) && !Files.exists(files.index());
            long bytes = 0;
            for (DatasetFiles part : packed ? files.packed() : List.of(files)) {
                bytes += part.bin().toFile().length() + part.index().toFile().length();
            }
            entries.add(new Entry(prefix, packed, bytes, IndexedDataset.inspect(prefix)));
        }
        return entries;
    }

    /** A .bin may be anything, weights for one; an .idx beside it makes it a dataset, and so does the name. */
    private static boolean isDataset(Path file) {
        String name = file.toString();
        return name.endsWith("_document.bin") || name.endsWith(".idx");
    }

    /** The prefix a file of a dataset belongs to, as dataset-path names it. */
    public static Path prefix(Path file) {
        return Path.of(file.toString().replaceFirst("\\.(bin|idx)$", "").replaceFirst(PACKED, ""));
    }
}
