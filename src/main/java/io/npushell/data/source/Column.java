package io.npushell.data.source;

import java.util.List;

/** A column of the raw data that is asked for, and what may stand in it. */
public record Column(String name, Kind kind) {
    /** How strict a column is; text is handed over as it is, nothing as "". */
    public enum Kind {
        /** Text in every record. */
        TEXT,
        /** The column must be there, its value may be null. */
        NULLABLE,
        /** The column may be missing. */
        OPTIONAL,
        /** Objects or lists, handed over as JSON. */
        NESTED
    }

    public static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    public static List<Column> texts(List<String> names) {
        return names.stream().map(Column::text).toList();
    }

    static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    /** The names of those that must be there. */
    static List<String> needed(List<Column> columns) {
        return names(columns.stream().filter(column -> !column.mayBeMissing()).toList());
    }

    boolean mayBeNull() {
        return kind == Kind.NULLABLE || kind == Kind.OPTIONAL;
    }

    boolean mayBeMissing() {
        return kind == Kind.OPTIONAL;
    }
}
