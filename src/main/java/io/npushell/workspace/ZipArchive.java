package io.npushell.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/**
 * A zip file through the JDK's own file system for it, which keeps permissions and refuses names with "..".
 *
 * <p>That file system does not compare checksums, so it is done here.
 */
record ZipArchive(Path file) implements Archive {
    private static final String CHINESE = "GB18030";

    @Override
    public void read(ArchiveEntry.Visitor visitor) throws IOException {
        try (FileSystem zip = open()) {
            for (Path root : zip.getRootDirectories()) {
                read(root, visitor);
            }
        }
    }

    /** Names that are not UTF-8 are usually Chinese. */
    private FileSystem open() throws IOException {
        Map<String, Object> options = Map.of("enablePosixFileAttributes", true, "defaultPermissions", "rw-r--r--");
        try {
            return FileSystems.newFileSystem(file, options);
        } catch (ZipException e) {
            if (!String.valueOf(e.getMessage()).contains("bad entry name")) {
                throw e;
            }
            return FileSystems.newFileSystem(
                    file,
                    Map.of("enablePosixFileAttributes", true, "defaultPermissions", "rw-r--r--", "encoding", CHINESE));
        }
    }

    private static void read(Path root, ArchiveEntry.Visitor visitor) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.filter(path -> path.getNameCount() > 0).toList();
        }
        for (Path path : paths) {
            String name = root.relativize(path).toString();
            if (Files.isDirectory(path)) {
                visitor.visit(new ArchiveEntry(name, true, true, 0), InputStream.nullInputStream());
                continue;
            }
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
            boolean executable = permissions.contains(PosixFilePermission.OWNER_EXECUTE);
            ArchiveEntry entry = new ArchiveEntry(name, false, executable, Files.size(path));
            CRC32 checksum = new CRC32();
            try (InputStream in = new CheckedInputStream(Files.newInputStream(path), checksum)) {
                visitor.visit(entry, in);
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            if (checksum.getValue() != (Long) Files.getAttribute(path, "zip:crc")) {
                throw new ZipException("the content of '" + name + "' is damaged: its checksum differs");
            }
        }
    }
}
