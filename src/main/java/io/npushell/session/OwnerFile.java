package io.npushell.session;

import io.npushell.io.IoReason;
import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * npu-shell-owner.jsonl in a directory that trainings save to: whose its iterations are, a row a session, only ever appended to.
 *
 * <p>It describes and locks nothing. One that is missing, damaged or of another place is no failure: {@link Content} says so, and whoever asks goes by
 * the session records then. Links are not followed, as others may write to the directory.
 */
public final class OwnerFile {
    public static final String NAME = "npu-shell-owner.jsonl";

    private static final long LIMIT = 8 << 20;

    private OwnerFile() {}

    /**
     * What it says.
     *
     * @param rows those written for this place, the oldest first
     * @param trouble one sentence where it cannot be gone by, or null
     * @param damaged whether that is for its content, which no further row would mend
     */
    public record Content(List<OwnerRow> rows, @Nullable String trouble, boolean damaged) {
        public Content {
            rows = List.copyOf(rows);
        }
    }

    /** Never throws; a directory without it has no rows and no trouble. */
    public static Content read(Path directory) {
        return read(directory, null);
    }

    /** The same as it was at another place, before the directory was moved here. */
    public static Content readAsOf(Path directory, String place) {
        return read(directory, place);
    }

    private static Content read(Path directory, @Nullable String place) {
        Path file = directory.resolve(NAME);
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return new Content(List.of(), null, false);
            }
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile() || attributes.size() > LIMIT) {
                String what =
                        attributes.isSymbolicLink() ? "a link" : attributes.isRegularFile() ? "too large" : "no file";
                return new Content(List.of(), "'" + file + "' is " + what + " and was not read", false);
            }
            return parse(file, place == null ? directory.toRealPath().toString() : place);
        } catch (IOException e) {
            return new Content(List.of(), "'" + file + "' cannot be read: " + IoReason.of(e), false);
        }
    }

    private static Content parse(Path file, String here) throws IOException {
        List<OwnerRow> rows = new ArrayList<>();
        String damage = null;
        String elsewhere = null;
        int number = 0;
        for (String line : text(file).split("\n", -1)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                OwnerRow row = row(JsonTree.parseObject(line));
                boolean ours = row.path().equals(here);
                if (ours && row.beginsAnew()) {
                    rows.clear();
                    damage = null;
                }
                elsewhere = ours ? null : row.path();
                if (ours) {
                    rows.add(row);
                }
            } catch (IOException e) {
                damage = "'" + file + "' is damaged in line " + number;
            }
        }
        if (damage != null) {
            return new Content(List.of(), damage, true);
        }
        String moved = "'" + file + "' was written for '" + elsewhere + "': the directory was moved or copied";
        return new Content(rows, elsewhere == null ? null : moved, false);
    }

    /** Gives a damaged one another name and says which. */
    public static Path setAside(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Path kept = directory.resolve(NAME + ".damaged");
        for (int number = 2; Files.exists(kept, LinkOption.NOFOLLOW_LINKS); number++) {
            kept = directory.resolve(NAME + ".damaged-" + number);
        }
        return Files.move(file, kept);
    }

    private static String text(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(LIMIT, channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // a short read goes on
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        }
    }

    private static OwnerRow row(JsonFields json) throws IOException {
        String with = json.optionalText("with");
        long from = json.number("from", -1);
        if (from < 0) {
            throw new IOException("\"from\" is missing");
        }
        Map<Long, Instant> left = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : json.textByName("left").entrySet()) {
            try {
                left.put(Long.parseLong(entry.getKey()), Instant.parse(entry.getValue()));
            } catch (NumberFormatException | DateTimeException e) {
                throw new IOException("\"left\" holds no iteration and time", e);
            }
        }
        return new OwnerRow(
                id(json.required("session")),
                json.required("workspace"),
                json.required("path"),
                from,
                json.time("time"),
                with == null ? null : id(with),
                left);
    }

    private static SessionId id(String text) throws IOException {
        if (!text.matches("\\d{1,9}")) {
            throw new IOException("not a session id: \"" + text + "\"");
        }
        return new SessionId(Integer.parseInt(text));
    }

    /** On the disk when it returns, all rows or none; the directory must be there. */
    public static void append(Path directory, List<OwnerRow> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        for (OwnerRow row : rows) {
            text.append(JsonTree.compact(json(row))).append('\n');
        }
        Path file = directory.resolve(NAME);
        boolean fresh = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (!fresh && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(Files.isSymbolicLink(file) ? "it is a link" : "it is no file");
        }
        ByteBuffer bytes = ByteBuffer.wrap(((torn(file) ? "\n" : "") + text).getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            } catch (IOException e) {
                channel.truncate(size); // a row cut short by a full disk would make the whole file one not to go by
                throw e;
            }
        }
        if (fresh) {
            open(directory, file);
        }
    }

    private static boolean torn(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer last = ByteBuffer.allocate(1);
            long size = channel.size();
            return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
        }
    }

    /** Whoever may write to the directory may add a row: other users and containers train there too. */
    private static void open(Path directory, Path file) {
        try {
            Set<PosixFilePermission> all = EnumSet.copyOf(Files.getPosixFilePermissions(directory));
            all.removeAll(Set.of(
                    PosixFilePermission.OWNER_EXECUTE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_EXECUTE));
            Files.setPosixFilePermissions(file, all);
        } catch (IOException | UnsupportedOperationException e) {
            // then it is as the umask has it
        }
    }

    private static Map<String, @Nullable Object> json(OwnerRow row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("session", row.session().text());
        json.put("workspace", row.workspace());
        json.put("path", row.path());
        json.put("from", row.from());
        json.put("time", row.time().toString());
        SessionId with = row.with();
        if (with != null) {
            json.put("with", with.text());
        }
        if (!row.left().isEmpty()) {
            Map<String, String> left = new LinkedHashMap<>();
            new TreeMap<>(row.left())
                    .forEach((iteration, saved) -> left.put(Long.toString(iteration), saved.toString()));
            json.put("left", left);
        }
        return json;
    }
}
