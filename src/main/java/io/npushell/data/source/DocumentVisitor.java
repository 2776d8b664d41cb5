package io.npushell.data.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Takes the documents of a file, in their order. */
@FunctionalInterface
public interface DocumentVisitor {
    /** A file begins; the records that follow are counted from 1 again. */
    default void file(Path file) {}

    /** The texts of one record, one for each column asked for. */
    void document(List<String> texts) throws IOException;
}
