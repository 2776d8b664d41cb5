package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operators have at hand and cannot be read here, known by its first bytes whatever its name; each with the way to what can be. */
final class ForeignContent {
    private static final String NAME = "%s";
    private static final String PATH = "%path";
    private static final String UNPACKED = "%unpacked";
    private static final String RECODED = "%recoded";
    private static final Pattern PACKED = Pattern.compile("(.+)\\.(zst|zstd|xz|lz4|sz|snappy|Z|bz2)");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,@%+-]+");
    private static final String TO_PARQUET =
            "python3 -c 'import sys, pyarrow as pa, pyarrow.parquet as pq; pq.write_table(pa.ipc.%s(pa.memory_map(sys.argv[1])).read_all(), sys.argv[2])' "
                    + NAME + " data.parquet";
    private static final String ARROW_FILE = TO_PARQUET.replaceFirst("%s", "open_file");
    private static final String ARROW_STREAM = TO_PARQUET.replaceFirst("%s", "open_stream");
    private static final int LARGEST_SCHEMA = 1 << 24;
    private static final int LOOKED_AT_FOR_UTF_16 = 2000;

    /** In their order, as some begin as others do. */
    private static final List<Magic> ALL = List.of(
            magic("PARE", "is an encrypted Parquet file", "write it as Parquet without encryption"),
            magic("ARROW1", "is an Arrow file, which cannot be read here", ARROW_FILE),
            magic(
                    "FEA1",
                    "is a Feather file, which cannot be read here",
                    "python3 -c 'import sys, pandas; pandas.read_feather(sys.argv[1]).to_parquet(sys.argv[2])' " + NAME
                            + " data.parquet"),
            magic("ORC", "is an ORC file, which cannot be read here", "write it as Parquet: pandas.read_orc"),
            magic("Obj\1", "is an Avro file, which cannot be read here", "write it as .jsonl"),
            hex("28b52ffd", "is compressed with zstd", unpacked("zstd -dc")),
            hex("fd377a585a00", "is compressed with xz", unpacked("xz -dc")),
            hex("04224d18", "is compressed with lz4", unpacked("lz4 -dc")),
            hex("ff060000734e61507059", "is compressed with snappy", unpacked("snzip -dc")),
            hex("1f9d", "is compressed with compress", unpacked("gzip -dc")),
            hex("377abcaf271c", "is a 7-Zip archive", "7z x " + NAME),
            magic("Rar!", "is a RAR archive", "unrar x " + NAME),
            new Magic(257, "ustar", "is a tar archive", "tar xf " + NAME),
            magic(
                    "SQLite format 3\0",
                    "is an SQLite database",
                    "sqlite3 -header -csv " + NAME + " 'select * from TABLE' > data.csv"),
            hex("894844460d0a1a0a", "is an HDF5 file", "write it as Parquet or .jsonl"),
            hex("934e554d5059", "is a NumPy array", "write it as .jsonl"),
            hex("d0cf11e0a1b11ae1", "is a file of an old Office program", "save it as CSV (UTF-8) or text"),
            magic("%PDF-", "is a PDF document", "pdftotext " + NAME),
            magic("{\\rtf", "is an RTF document", "save it as text"),
            magic(
                    "MMIDIDX\0",
                    "is the index of a prepared dataset, not raw text",
                    "set dataset-path to it, without .idx"));

    private ForeignContent() {}

    /**
     * How a format begins.
     *
     * @param bytes a character for each
     */
    private record Magic(int at, String bytes, String what, String remedy) {
        boolean begins(byte[] head) {
            return head.length >= at + bytes.length()
                    && new String(head, at, bytes.length(), StandardCharsets.ISO_8859_1).equals(bytes);
        }
    }

    private static Magic magic(String start, String what, String remedy) {
        return new Magic(0, start, what, remedy);
    }

    private static Magic hex(String start, String what, String remedy) {
        return magic(new String(HexFormat.of().parseHex(start), StandardCharsets.ISO_8859_1), what, remedy);
    }

    /** Why the file cannot be read, or empty where it may well be text. */
    static Optional<OperatorException> refusal(Path file, byte[] head) {
        for (Magic magic : ALL) {
            if (magic.begins(head)) {
                return refused(file, magic.what(), magic.remedy());
            }
        }
        if (isBzip2(head)) {
            return refused(file, "is compressed with bzip2", unpacked("bzip2 -dc"));
        }
        if (isArrowStream(head)) {
            return refused(
                    file,
                    "is an Arrow stream, as Hugging Face datasets keeps it, which cannot be read here",
                    ARROW_STREAM);
        }
        if (isPickle(head)) {
            return refused(file, "is a Python pickle", "write it as .jsonl with json.dump");
        }
        if (startsWith(head, 'P', 'K', 3, 4) || startsWith(head, 'P', 'K', 5, 6)) {
            return zip(file, head);
        }
        return utf16(file, head);
    }

    static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** A name as one word of shell text. */
    static String word(String name) {
        return PLAIN.matcher(name).matches() ? name : "'" + name.replace("'", "'\\''") + "'";
    }

    /** "BZh9" is how a text may begin too; what follows it in a file of bzip2 is not. */
    private static boolean isBzip2(byte[] head) {
        return startsWith(head, 'B', 'Z', 'h')
                && head.length > 9
                && ((head[4] == 0x31 && head[5] == 0x41 && head[6] == 0x59)
                        || (head[4] == 0x17 && head[5] == 0x72 && head[6] == 0x45));
    }

    /** A continuation mark and the length of the schema, which is the first message. */
    private static boolean isArrowStream(byte[] head) {
        if (!startsWith(head, 0xff, 0xff, 0xff, 0xff) || head.length < 8) {
            return false;
        }
        int length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        return length > 0 && length < LARGEST_SCHEMA;
    }

    /** Protocols 2 to 5; no text in UTF-8 begins with that byte. */
    private static boolean isPickle(byte[] head) {
        return head.length > 2 && (head[0] & 0xff) == 0x80 && head[1] >= 2 && head[1] <= 5;
    }

    private static Optional<OperatorException> zip(Path file, byte[] head) {
        String names = new String(head, StandardCharsets.ISO_8859_1);
        if (names.contains("xl/")) {
            return refused(file, "is an Excel workbook", "save it as CSV (UTF-8)");
        }
        if (names.contains("word/") || names.contains("opendocument")) {
            return refused(file, "is a document of an Office program", "save it as CSV (UTF-8) or text");
        }
        if (names.contains("data.pkl")) {
            return refused(file, "is a PyTorch file", "write its texts as .jsonl with json.dump");
        }
        return refused(file, "is a ZIP archive", "unzip " + NAME);
    }

    /** UTF-32 begins as UTF-16 does; without a mark the empty halves of plain letters tell. */
    private static Optional<OperatorException> utf16(Path file, byte[] head) {
        if (startsWith(head, 0xff, 0xfe, 0, 0) || startsWith(head, 0, 0, 0xfe, 0xff)) {
            return encoded(file, "UTF-32", "UTF-32");
        }
        if (startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)) {
            return encoded(file, "UTF-16", "UTF-16");
        }
        int length = Math.min(head.length, LOOKED_AT_FOR_UTF_16);
        int[] empty = new int[2];
        for (int at = 0; at < length; at++) {
            empty[at % 2] += head[at] == 0 ? 1 : 0;
        }
        int most = Math.max(empty[0], empty[1]);
        // Some letters are empty in their other half; a hole is in both halves alike.
        boolean halves = length > 3 && most > 1 && most > 2 * Math.min(empty[0], empty[1]);
        if (halves && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0) {
            return encoded(file, "UTF-16", "UTF-16LE");
        }
        if (halves && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0) {
            return encoded(file, "UTF-16", "UTF-16BE");
        }
        return Optional.empty();
    }

    private static Optional<OperatorException> encoded(Path file, String what, String from) {
        return refused(
                file,
                "is " + what + ", not UTF-8",
                "iconv -f " + from + " -t UTF-8 " + PATH + " > " + RECODED + ", then set raw-input " + RECODED);
    }

    private static Optional<OperatorException> refused(Path file, String what, String remedy) {
        String path = file.toString();
        Matcher packed = PACKED.matcher(path);
        String unpacked = packed.matches() ? packed.group(1) : beside(path, ".unpacked");
        String text = remedy.replace(RECODED, word(beside(path, ".utf8")))
                .replace(UNPACKED, word(unpacked))
                .replace(PATH, word(path))
                .replace(NAME, word(String.valueOf(file.getFileName())));
        return Optional.of(new OperatorException(ExitCode.FAILED, file + ":1 " + what, text));
    }

    /** To a new file, which works whatever the name ends with, and leaves the old one. */
    private static String unpacked(String tool) {
        return tool + " " + PATH + " > " + UNPACKED + ", then set raw-input " + UNPACKED;
    }

    /** A new name that ends as the old one does: the end tells how it is read. */
    private static String beside(String path, String mark) {
        int dot = path.lastIndexOf('.');
        return path + mark + (dot > path.lastIndexOf('/') + 1 ? path.substring(dot) : "");
    }
}
