package io.npushell.workspace;

import java.io.IOException;
import java.io.InputStream;

/**
 * One member of an archive.
 *
 * @param name as the archive has it, '/' between its parts; not yet to be trusted
 * @param executable whether its owner may run it
 * @param bytes of its content, uncompressed, as the archive says
 * @param target of a link, as the archive has it; of a hard link the name of another member; "" for what is no link
 */
record ArchiveEntry(String name, Kind kind, boolean executable, long bytes, String target) {

    /** What it is; the last are devices, pipes and sockets. */
    enum Kind {
        FILE,
        DIRECTORY,
        SYMBOLIC_LINK,
        HARD_LINK,
        SPECIAL
    }

    static ArchiveEntry directory(String name) {
        return new ArchiveEntry(name, Kind.DIRECTORY, true, 0, "");
    }

    static ArchiveEntry file(String name, boolean executable, long bytes) {
        return new ArchiveEntry(name, Kind.FILE, executable, bytes, "");
    }

    static ArchiveEntry link(String name, Kind kind, String target) {
        return new ArchiveEntry(name, kind, false, 0, target);
    }

    /** Takes the members of an archive one after the other. */
    interface Visitor {
        /** The content is only good during the call; only that of a file is not empty. */
        void visit(ArchiveEntry entry, InputStream content) throws IOException;
    }
}
