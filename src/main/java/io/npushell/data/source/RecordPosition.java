package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;
import java.util.List;

/** Where in a file the trouble is; both counted from 1. */
record RecordPosition(Path file, long line, long record) {
    static final String HOLE = "holds NUL bytes: a crash or the copy of a sparse file has left a hole there";
    static final String MEND_HOLE = "copy or download the file again, or remove the line";

    OperatorException error(String what, String remedy) {
        return new OperatorException(ExitCode.FAILED, file + ":" + line + " record " + record + " " + what, remedy);
    }

    /** A column that was asked for with others by a handler cannot be chosen alone. */
    OperatorException noColumn(String name, List<String> found, List<Column> wanted) {
        List<String> needed = Column.names(
                wanted.stream().filter(column -> !column.mayBeMissing()).toList());
        boolean chosen = wanted.size() == 1 && wanted.get(0).kind() == Column.Kind.TEXT;
        return error(
                "has no column \"" + name + "\"; it has " + found,
                chosen
                        ? "choose one with --json-keys, or with --handler-name a handler that reads these"
                        : "name the columns " + needed
                                + ", which this handler reads, or choose with --handler-name one that reads these");
    }

    OperatorException noText(String kind, String column) {
        return error(
                "has a " + kind + " in the column \"" + column + "\" instead of text", "mend or remove this record");
    }
}
