package io.npushell.workspace;

import java.io.IOException;
import java.io.InputStream;

/**
 * One member of an archive.
 *
 * @param name as the archive has it, '/' between its parts; not yet to be trusted
 * @param executable whether its owner may run it
 * @param bytes of its content, uncompressed
 */
record ArchiveEntry(String name, boolean directory, boolean executable, long bytes) {

    /** Takes the members of an archive one after the other. */
    interface Visitor {
        /** The content is only good during the call; that of a directory is empty. */
        void visit(ArchiveEntry entry, InputStream content) throws IOException;
    }
}
