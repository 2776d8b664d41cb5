package io.npushell.workspace;

import io.npushell.workspace.ArchiveEntry.Kind;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/** A tar.gz file as GNU tar and Python write it: ustar headers, long names of either kind. */
record TarArchive(Path file) implements Archive {

    @Override
    public void read(ArchiveEntry.Visitor visitor) throws IOException {
        try (TarArchiveInputStream in =
                new ShortHeaders(new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file)), 1 << 16))) {
            for (TarArchiveEntry member = in.getNextEntry(); member != null; member = in.getNextEntry()) {
                if (member.isSparse()) {
                    throw new ZipException("it holds the sparse file '" + member.getName() + "'");
                }
                ArchiveEntry entry = entry(member);
                visitor.visit(entry, entry.kind() == Kind.FILE ? in : InputStream.nullInputStream());
            }
        }
    }

    private static ArchiveEntry entry(TarArchiveEntry member) {
        String name = member.getName();
        return switch (member.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_CONTIG ->
                name.endsWith("/")
                        ? ArchiveEntry.directory(name)
                        : ArchiveEntry.file(name, (member.getMode() & 0100) != 0, member.getSize());
            case TarConstants.LF_DIR -> ArchiveEntry.directory(name);
            case TarConstants.LF_LINK -> ArchiveEntry.link(name, Kind.HARD_LINK, member.getLinkName());
            case TarConstants.LF_SYMLINK -> ArchiveEntry.link(name, Kind.SYMBOLIC_LINK, member.getLinkName());
            default -> ArchiveEntry.link(name, Kind.SPECIAL, "");
        };
    }

    /** Refuses a name that would fill the memory: the library reads names and attributes of any length, and gzip makes a gigabyte of them from a megabyte. */
    private static final class ShortHeaders extends TarArchiveInputStream {
        private static final int MOST_BYTES = 1 << 20;

        /** Where ustar has the size and the type: after name (100), mode, user and group (8 each); and after size and time (12 each) and checksum (8). */
        private static final int SIZE_AT = 124;

        private static final int TYPE_AT = 156;

        ShortHeaders(InputStream in) {
            super(in, "UTF-8");
        }

        @Override
        protected byte[] readRecord() throws IOException {
            byte[] header = super.readRecord();
            if (header != null && header.length > TYPE_AT && isAboutTheNext(header)) {
                long bytes = TarUtils.parseOctalOrBinary(header, SIZE_AT, TarConstants.SIZELEN);
                if (bytes > MOST_BYTES) {
                    throw new ZipException("a name in the archive is " + bytes + " bytes long");
                }
            }
            return header;
        }

        private static boolean isAboutTheNext(byte[] header) {
            return switch (header[TYPE_AT]) {
                case TarConstants.LF_GNUTYPE_LONGNAME,
                        TarConstants.LF_GNUTYPE_LONGLINK,
                        TarConstants.LF_PAX_EXTENDED_HEADER_LC,
                        TarConstants.LF_PAX_EXTENDED_HEADER_UC,
                        TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER -> true;
                default -> false;
            };
        }
    }
}
