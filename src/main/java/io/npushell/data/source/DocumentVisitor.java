package io.npushell.data.source;

import java.io.IOException;
import java.util.List;

/** Takes the documents of a file, in their order. */
@FunctionalInterface
public interface DocumentVisitor {
    /** The texts of one record, one for each key asked for. */
    void document(List<String> texts) throws IOException;
}
