package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --input} names: a file, or a directory.
 *
 * <p>Of a directory the ending most of its files have counts, as upstream does it, and these are read in the order of their names; upstream
 * leaves the order to the file system.
 */
public final class DocumentInput {
    private static final Pattern BESIDE_DATA = Pattern.compile("_|LICEN[CS]E|README|NOTICE|COPYING|CHANGE");

    private final List<Path> files;
    private final int others;
    private final List<String> hashes = new ArrayList<>();
    private volatile long bytesDone;
    private volatile @Nullable DocumentFile current;

    private DocumentInput(List<Path> files, int others) {
        this.files = files;
        this.others = others;
    }

    /**
     * Lists the files; none is opened yet.
     *
     * @throws OperatorException NOT_FOUND where there is nothing, FAILED where a directory holds nothing readable
     */
    public static DocumentInput of(Path input) throws IOException {
        if (!Files.isDirectory(input)) {
            DocumentFile.open(input).close();
            return new DocumentInput(List.of(input), 0);
        }
        SavedDataset.refuse(input);
        List<Path> all = new ArrayList<>();
        List<String> directories = new ArrayList<>();
        try (Stream<Path> listed = Files.list(input)) {
            listed.filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
                    .sorted()
                    .forEach(file -> {
                        if (Files.isRegularFile(file)) {
                            all.add(file);
                        } else if (Files.isDirectory(file)) {
                            directories.add(String.valueOf(file.getFileName()));
                        }
                    });
        }
        String ending = ending(input, all, directories);
        List<Path> files = all.stream().filter(file -> isData(file, ending)).toList();
        return new DocumentInput(files, all.size() - files.size());
    }

    /** The known ending most files have; files without any are text where there are no others. */
    private static String ending(Path input, List<Path> all, List<String> directories) throws IOException {
        List<Path> data = all.stream().filter(DocumentInput::mayBeData).toList();
        Map<String, Integer> counts = new LinkedHashMap<>();
        data.forEach(file -> counts.merge(Content.ending(file), 1, Integer::sum));
        Optional<String> most =
                counts.keySet().stream().filter(Content.ENDINGS::contains).max(Comparator.comparing(counts::get));
        if (most.isPresent()) {
            return most.get();
        }
        for (Path file : data) {
            look(file); // of packed or binary files it says what they are
        }
        if (counts.containsKey("")) {
            return "";
        }
        throw new OperatorException(
                ExitCode.FAILED,
                "the directory \"" + input + "\" holds no file that ends in " + String.join(", ", Content.ENDINGS),
                directories.isEmpty()
                        ? "name a directory with such files, or one file"
                        : "name one of its directories: " + String.join(", ", directories));
    }

    private static boolean isData(Path file, String ending) {
        return Content.ending(file).equals(ending) && mayBeData(file);
    }

    /** Without an ending that says so, Hadoop's marks and the papers of a repository are no data. */
    private static boolean mayBeData(Path file) {
        String name = String.valueOf(file.getFileName());
        boolean beside =
                Content.ending(file).isEmpty() && BESIDE_DATA.matcher(name).lookingAt();
        return !beside && !SavedDataset.DESCRIPTIONS.contains(name);
    }

    private static void look(Path file) throws IOException {
        try (DocumentFile document = DocumentFile.open(file)) {
            document.look();
        }
    }

    public List<Path> files() {
        return files;
    }

    /** Files of the directory that are passed over for their ending. */
    public int others() {
        return others;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads, others only look
    public void forEach(List<Column> columns, DocumentVisitor visitor) throws IOException {
        for (Path file : files) {
            long size = Files.size(file);
            try (DocumentFile document = DocumentFile.open(file)) {
                current = document;
                visitor.file(file);
                document.forEach(columns, visitor);
                hashes.add(document.sha256());
            } finally {
                current = null;
            }
            bytesDone += size;
        }
    }

    /** Why the first of the files cannot be read, by its beginning; null where that looks well. */
    public @Nullable Problem problem() throws IOException {
        Path first = files.get(0);
        try {
            look(first);
            return null;
        } catch (OperatorException e) {
            String sentence = String.valueOf(e.getMessage())
                    .replaceFirst("^\\Q" + first + "\\E(:1)?( record 1 is missing: the file| record 1)? ", "it ")
                    .replaceFirst("^\\Q" + first + "\\E:(\\d+) (record \\d+ )?", "line $1 of it ");
            return new Problem(sentence, Objects.requireNonNullElse(e.remedy(), ""));
        }
    }

    /**
     * What is wrong with a file.
     *
     * @param sentence "it is a web page, not the data it should be"
     * @param remedy what to do, "" where nobody knows
     */
    public record Problem(String sentence, String remedy) {}

    /** Reads all files for {@link #sha256} alone. */
    public void hash() throws IOException {
        for (Path file : files) {
            try (DocumentFile document = DocumentFile.open(file)) {
                document.drain();
                hashes.add(document.sha256());
            }
        }
    }

    public long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    /** When the newest of the files was changed. */
    public String modified() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        for (Path file : files) {
            FileTime modified = Files.getLastModifiedTime(file);
            newest = modified.compareTo(newest) > 0 ? modified : newest;
        }
        return newest.toString();
    }

    public long bytesRead() {
        DocumentFile file = current;
        return bytesDone + (file == null ? 0 : file.bytesRead());
    }

    /** SHA-256 of the one file, or of the hashes of several; known after {@link #forEach}. */
    public String sha256() {
        if (hashes.size() == 1) {
            return hashes.get(0);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            hashes.forEach(hash -> digest.update(hash.getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
