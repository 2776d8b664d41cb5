package io.npushell.workspace;

import io.npushell.weights.BrokenFileException;
import io.npushell.weights.ZipDirectory;
import io.npushell.workspace.ArchiveEntry.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A zip file through the JDK's own reader, in the order of its directory.
 *
 * <p>That reader knows nothing of kinds of files and permissions, which our own look at the directory tells, and compares no checksums.
 */
record ZipArchive(Path file) implements Archive {
    private static final String CHINESE = "GB18030";
    private static final int LONGEST_TARGET = 4096;
    private static final int KIND = 0170000;

    @Override
    public void read(ArchiveEntry.Visitor visitor) throws IOException {
        try (ZipFile zip = open()) {
            List<ZipDirectory.Member> members = members();
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            if (members.size() != entries.size()) {
                throw new ZipException("its directory cannot be read");
            }
            Set<String> names = new HashSet<>();
            for (int i = 0; i < members.size(); i++) {
                String name = entries.get(i).getName();
                if (!names.add(name)) {
                    throw new ZipException("the archive has the member '" + name + "' twice");
                }
                read(zip, entries.get(i), members.get(i), visitor);
            }
        }
    }

    private List<ZipDirectory.Member> members() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return ZipDirectory.members(channel);
        } catch (BrokenFileException e) {
            throw new ZipException("it " + e.getMessage());
        }
    }

    /** Names that are not UTF-8 are usually Chinese. */
    private ZipFile open() throws IOException {
        try {
            return new ZipFile(file.toFile(), StandardCharsets.UTF_8);
        } catch (ZipException e) {
            if (!String.valueOf(e.getMessage()).contains("bad entry name")) {
                throw e;
            }
            return new ZipFile(file.toFile(), Charset.forName(CHINESE));
        }
    }

    private static void read(ZipFile zip, ZipEntry entry, ZipDirectory.Member member, ArchiveEntry.Visitor visitor)
            throws IOException {
        String name = entry.getName();
        if (member.encrypted()) {
            throw new ZipException("'" + name + "' is encrypted");
        }
        switch (kind(entry, member)) {
            case DIRECTORY -> visitor.visit(ArchiveEntry.directory(name), InputStream.nullInputStream());
            case SYMBOLIC_LINK ->
                visitor.visit(
                        ArchiveEntry.link(name, Kind.SYMBOLIC_LINK, target(zip, entry)), InputStream.nullInputStream());
            case FILE -> file(zip, entry, member, visitor);
            default -> visitor.visit(ArchiveEntry.link(name, Kind.SPECIAL, ""), InputStream.nullInputStream());
        }
    }

    private static Kind kind(ZipEntry entry, ZipDirectory.Member member) {
        return switch (member.mode() & KIND) {
            case 0040000 -> Kind.DIRECTORY;
            case 0120000 -> Kind.SYMBOLIC_LINK;
            case 0, 0100000 -> entry.isDirectory() ? Kind.DIRECTORY : Kind.FILE;
            default -> Kind.SPECIAL;
        };
    }

    private static String target(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] target = in.readNBytes(LONGEST_TARGET + 1);
            if (target.length > LONGEST_TARGET) {
                throw new ZipException("the link '" + entry.getName() + "' is too long");
            }
            return new String(target, StandardCharsets.UTF_8);
        }
    }

    private static void file(ZipFile zip, ZipEntry entry, ZipDirectory.Member member, ArchiveEntry.Visitor visitor)
            throws IOException {
        String name = entry.getName();
        try (Measured in = new Measured(zip.getInputStream(entry), name, member.size())) {
            visitor.visit(ArchiveEntry.file(name, (member.mode() & 0100) != 0, member.size()), in);
            in.transferTo(OutputStream.nullOutputStream());
            if (in.count < member.size()) {
                throw new ZipException(
                        "the member '" + name + "' holds less than the " + member.size() + " bytes that it says");
            }
            if (in.checksum.getValue() != entry.getCrc()) {
                throw new ZipException("the content of '" + name + "' is damaged: its checksum differs");
            }
        }
    }

    /** Ends with an error at the first byte beyond what the directory says: room was looked for by that. */
    private static final class Measured extends FilterInputStream {
        private final String name;
        private final long size;
        private final CRC32 checksum = new CRC32();
        private long count;

        Measured(InputStream in, String name, long size) {
            super(in);
            this.name = name;
            this.size = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = in.read(bytes, offset, length);
            if (got > 0) {
                checksum.update(bytes, offset, got);
                count += got;
            }
            if (count > size) {
                throw new ZipException("the member '" + name + "' holds more than the " + size + " bytes that it says");
            }
            return got;
        }
    }
}
