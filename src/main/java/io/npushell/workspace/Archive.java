package io.npushell.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** A zip or tar.gz file, read member by member. */
interface Archive {
    /**
     * Reads all of it.
     *
     * @throws IOException where it is damaged, or has a member named by "..", or one that is neither file nor directory nor link
     */
    void read(ArchiveEntry.Visitor visitor) throws IOException;

    static boolean isOne(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || isTar(name);
    }

    static Archive of(Path file) {
        return isTar(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT))
                ? new TarArchive(file)
                : new ZipArchive(file);
    }

    private static boolean isTar(String name) {
        return name.endsWith(".tar.gz") || name.endsWith(".tgz");
    }
}
