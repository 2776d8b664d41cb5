package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.nio.file.Path;
import java.util.List;

/** Where in a file the trouble is; both counted from 1. */
record RecordPosition(Path file, long line, long record) {
    private static final int MOST_NAMES = 20;
    static final String HOLE = "holds NUL bytes: a crash or the copy of a sparse file has left a hole there";
    static final String MEND_HOLE = "copy or download the file again, or remove the line";

    OperatorException error(String what, String remedy) {
        return new OperatorException(ExitCode.FAILED, file + ":" + line + " record " + record + " " + what, remedy);
    }

    /** A column that was asked for with others by a handler cannot be chosen alone. */
    OperatorException noColumn(String name, List<String> found, List<Column> wanted) {
        List<String> needed = Column.needed(wanted);
        boolean chosen = wanted.size() == 1 && wanted.get(0).kind() == Column.Kind.TEXT;
        String what = "has no column \"" + name + "\"; it has " + shortened(found);
        String near = found.stream()
                .filter(other -> other.strip().equalsIgnoreCase(name))
                .findFirst()
                .orElse("");
        if (!near.isEmpty()) {
            return error(
                    what,
                    chosen && near.equals(near.strip())
                            ? "--json-keys " + near + ": upper and lower case are told apart"
                            : "rename the column \"" + near + "\" to \"" + name + "\"");
        }
        return error(
                what,
                chosen
                        ? "choose one with --json-keys, or with --handler-name a handler that reads these"
                        : "name the columns " + needed
                                + ", which this handler reads, or choose with --handler-name one that reads these");
    }

    private static String shortened(List<String> names) {
        return names.size() <= MOST_NAMES
                ? names.toString()
                : names.subList(0, MOST_NAMES) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    OperatorException noText(String kind, String column) {
        String article = kind.matches("[AEIOUaeio].*") ? "an " : "a ";
        return error(
                "has " + article + kind + " in the column \"" + column + "\" instead of text",
                "mend or remove this record");
    }
}
