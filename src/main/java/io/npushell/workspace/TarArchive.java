package io.npushell.workspace;

import io.npushell.workspace.ArchiveEntry.Kind;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A tar.gz file as GNU tar and Python write it: ustar headers, long names of either kind. */
record TarArchive(Path file) implements Archive {
    private static final int BLOCK = 512;
    private static final int MOST_HEADER = 1 << 20;
    private static final Pattern PAX_TARGET = Pattern.compile("(?:^|\\n)\\d+ linkpath=([^\\n]*)\\n");
    private static final Pattern PAX_PATH = Pattern.compile("(?:^|\\n)\\d+ path=([^\\n]*)\\n");

    @Override
    public void read(ArchiveEntry.Visitor visitor) throws IOException {
        try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16)) {
            String longName = "";
            String longTarget = "";
            while (true) {
                byte[] header = in.readNBytes(BLOCK);
                if (header.length == 0 || isEmpty(header)) {
                    return;
                }
                if (header.length < BLOCK) {
                    throw new EOFException("the archive is cut off");
                }
                long size = octal(header, 124, 12);
                char type = (char) header[156];
                Window content = new Window(in, size);
                switch (type) {
                    case 'L' -> longName = text(content.small());
                    case 'K' -> longTarget = text(content.small());
                    case 'x' -> {
                        byte[] records = content.small();
                        if (text(records).contains("GNU.sparse.")) {
                            throw new ZipException("it holds a sparse file");
                        }
                        longName = pax(PAX_PATH, records, longName);
                        longTarget = pax(PAX_TARGET, records, longTarget);
                    }
                    case 'g' -> content.skipRest();
                    case 'S' -> throw new ZipException("it holds the sparse file '" + name(header) + "'");
                    default -> {
                        String name = longName.isEmpty() ? name(header) : longName;
                        String target = longTarget.isEmpty() ? text(Arrays.copyOfRange(header, 157, 257)) : longTarget;
                        boolean executable = (octal(header, 100, 8) & 0100) != 0;
                        ArchiveEntry entry = entry(type, name, executable, size, target);
                        visitor.visit(entry, entry.kind() == Kind.FILE ? content : InputStream.nullInputStream());
                        longName = "";
                        longTarget = "";
                    }
                }
                content.skipRest();
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        }
    }

    private static ArchiveEntry entry(char type, String name, boolean executable, long size, String target) {
        return switch (type) {
            case '0', '\0', '7' ->
                name.endsWith("/") ? ArchiveEntry.directory(name) : ArchiveEntry.file(name, executable, size);
            case '5' -> ArchiveEntry.directory(name);
            case '1' -> ArchiveEntry.link(name, Kind.HARD_LINK, target);
            case '2' -> ArchiveEntry.link(name, Kind.SYMBOLIC_LINK, target);
            default -> ArchiveEntry.link(name, Kind.SPECIAL, "");
        };
    }

    private static boolean isEmpty(byte[] block) {
        for (byte each : block) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    private static String name(byte[] header) {
        String name = text(Arrays.copyOfRange(header, 0, 100));
        String prefix = text(Arrays.copyOfRange(header, 345, 500));
        boolean ustar = text(Arrays.copyOfRange(header, 257, 262)).equals("ustar");
        return ustar && !prefix.isEmpty() && header[263] == '0' ? prefix + "/" + name : name;
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static String pax(Pattern name, byte[] records, String otherwise) {
        Matcher matcher = name.matcher(new String(records, StandardCharsets.UTF_8));
        return matcher.find() ? matcher.group(1) : otherwise;
    }

    /** Large numbers are base 256, marked by the first bit. */
    private static long octal(byte[] header, int from, int length) throws IOException {
        if ((header[from] & 0x80) != 0) {
            long value = 0;
            for (int i = from + length - 8; i < from + length; i++) {
                value = (value << 8) | (header[i] & 0xff);
            }
            return value;
        }
        String digits = text(Arrays.copyOfRange(header, from, from + length)).strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw new ZipException("this is no tar file");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    /** The content of one member. */
    private static final class Window extends InputStream {
        private final InputStream in;
        private final long size;
        private long left;

        Window(InputStream in, long size) throws IOException {
            if (size < 0) {
                throw new ZipException("this is no tar file");
            }
            this.in = in;
            this.size = size;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("the archive is cut off");
            }
            left -= count;
            return count;
        }

        byte[] small() throws IOException {
            if (size > MOST_HEADER) {
                throw new ZipException("a name in the archive is " + size + " bytes long");
            }
            return readAllBytes();
        }

        void skipRest() throws IOException {
            in.skipNBytes(left);
            left = 0;
        }
    }
}
