package io.npushell.data.source;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.List;

/** A document a line; empty lines are none. */
final class LineDocuments {
    /** In characters. Longer ones are other files under a wrong name, and would not fit into memory. */
    static final int LONGEST_DOCUMENT = 100_000_000;

    private final Path file;
    private final List<Column> columns;

    LineDocuments(Path file, List<Column> columns) {
        this.file = file;
        this.columns = columns;
    }

    void read(Reader reader, DocumentVisitor visitor) throws IOException {
        List<String> names = Column.names(columns);
        if (!names.equals(List.of("text"))) {
            throw new RecordPosition(file, 1, 1)
                    .error(
                            "is plain text, which has the one column \"text\", not " + names,
                            "name an input with these columns, or leave --json-keys out");
        }
        StringBuilder text = new StringBuilder();
        long line = 1;
        boolean afterReturn = false;
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            boolean secondOfTwo = c == '\n' && afterReturn;
            afterReturn = c == '\r';
            if (c == 0) {
                throw new RecordPosition(file, line, line).error(RecordPosition.HOLE, RecordPosition.MEND_HOLE);
            }
            if (c != '\n' && c != '\r') {
                if (text.length() == LONGEST_DOCUMENT) {
                    throw new RecordPosition(file, line, line)
                            .error(
                                    "is longer than " + LONGEST_DOCUMENT + " characters",
                                    "put each document on a line of its own");
                }
                text.append((char) c);
            } else if (!secondOfTwo) {
                hand(text, visitor);
                line++;
            }
        }
        hand(text, visitor);
    }

    private static void hand(StringBuilder text, DocumentVisitor visitor) throws IOException {
        if (text.length() > 0) {
            visitor.document(List.of(text.toString()));
            text.setLength(0);
        }
    }
}
