package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;

/** Records of a Parquet file, by DuckDB, which is on the class path of the step JVM only; in the order of the file, a piece at a time. */
final class ParquetDocuments {
    private static final int ROWS_BETWEEN_TELLING = 1000;
    /** Without the columns that DuckDB makes of directories named NAME=VALUE; text that an old writer did not mark as such is text. */
    private static final String SOURCE = "read_parquet(?, hive_partitioning = false, binary_as_string = true)";

    private static final Pattern GLOB = Pattern.compile("[*?\\[]");

    private final Path file;
    private final List<Column> columns;
    private final DoubleConsumer progress;
    private long record;

    ParquetDocuments(Path file, List<Column> columns, DoubleConsumer progress) {
        this.file = file;
        this.columns = columns;
        this.progress = progress;
    }

    void read(DocumentVisitor visitor) throws IOException {
        try (Connection connection = connect()) {
            List<Stored> stored = stored(connection);
            long rows = rows(connection);
            if (rows == 0) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        file + " record 1 is missing: the file holds no records",
                        "name another input");
            }
            try (PreparedStatement query = connection.prepareStatement(selection(connection, stored))) {
                query.setString(1, literal());
                try (ResultSet result = query.executeQuery()) {
                    while (result.next()) {
                        record++;
                        visitor.document(values(result));
                        if (record % ROWS_BETWEEN_TELLING == 0) {
                            progress.accept((double) record / rows);
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw damaged(e);
        }
    }

    /** The name of the file as a pattern that stands for itself alone. */
    private String literal() {
        return GLOB.matcher(file.toAbsolutePath().toString()).replaceAll("[$0]");
    }

    private static Connection connect() throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("jdbc_stream_results", "true");
        settings.setProperty("threads", "2"); // the other cores tokenise
        settings.setProperty("memory_limit", "1GB");
        settings.setProperty("autoinstall_known_extensions", "false"); // never the network
        settings.setProperty("autoload_known_extensions", "false");
        try {
            return DriverManager.getConnection("jdbc:duckdb:", settings);
        } catch (UnsatisfiedLinkError e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "Parquet cannot be read on this machine: " + e.getMessage(),
                    "convert the file: python -c \"import pandas; pandas.read_parquet('IN').to_json('OUT.jsonl', orient='records', lines=True)\"",
                    e);
        }
    }

    /**
     * A column of the file.
     *
     * @param name as the file has it
     * @param alias what DuckDB calls it: to it, "Text" and "text" are one name, so the second becomes "text_1"
     */
    private record Stored(String name, String alias, String type) {
        String quoted() {
            return '"' + alias.replace("\"", "\"\"") + '"';
        }

        boolean isText() {
            return type.equals("VARCHAR") || type.equals("JSON") || type.startsWith("ENUM");
        }

        boolean isNested() {
            return type.startsWith("STRUCT") || type.startsWith("MAP") || type.endsWith("[]");
        }
    }

    /** The columns of the file in their order. */
    private List<Stored> stored(Connection connection) throws SQLException {
        List<String> names = names(connection);
        List<Stored> stored = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement("DESCRIBE SELECT * FROM " + SOURCE)) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    String alias = result.getString(1);
                    String name = stored.size() < names.size() ? names.get(stored.size()) : alias;
                    stored.add(new Stored(name, alias, result.getString(2)));
                }
            }
        }
        return stored;
    }

    /** The names in the schema that are no part of another. */
    private List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT name, coalesce(num_children, 0) FROM parquet_schema(?)")) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                result.next(); // the root
                long inside = 0;
                while (result.next()) {
                    if (inside == 0) {
                        names.add(result.getString(1));
                    }
                    inside = Math.max(0, inside - 1) + result.getLong(2);
                }
            }
        }
        return names;
    }

    private long rows(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM " + SOURCE)) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private String selection(Connection connection, List<Stored> stored) throws SQLException {
        List<String> terms = new ArrayList<>();
        for (Column column : columns) {
            terms.add(term(connection, column, stored));
        }
        return "SELECT " + String.join(", ", terms) + " FROM " + SOURCE;
    }

    private String term(Connection connection, Column column, List<Stored> stored) throws SQLException {
        List<Stored> found = stored.stream()
                .filter(each -> each.name().equals(column.name()))
                .toList();
        if (found.size() > 1) {
            throw new RecordPosition(file, 1, 1)
                    .error(
                            "has " + found.size() + " columns \"" + column.name() + "\"",
                            "write the file with one of them");
        }
        if (found.isEmpty()) {
            if (column.mayBeMissing()) {
                return "''";
            }
            List<String> names = stored.stream().map(Stored::name).toList();
            throw new RecordPosition(file, 1, 1).noColumn(column.name(), names, columns);
        }
        Stored one = found.get(0);
        if (one.isText()) {
            return one.quoted() + "::VARCHAR";
        }
        if (column.kind() == Column.Kind.NESTED && one.isNested()) {
            return "to_json(" + one.quoted() + ")::VARCHAR";
        }
        if (isEmpty(connection, one)) {
            return "NULL::VARCHAR"; // written without a type, or with any: pandas makes numbers of what it knows
            // nothing of
        }
        throw new RecordPosition(file, 1, 1).noText(one.type() + " value", column.name());
    }

    private boolean isEmpty(Connection connection, Stored column) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(" + column.quoted() + ") FROM " + SOURCE)) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                return result.next() && result.getLong(1) == 0;
            }
        }
    }

    private List<String> values(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            String value = result.getString(i + 1);
            if (value == null && !columns.get(i).mayBeNull()) {
                throw new RecordPosition(file, record, record)
                        .noText("null", columns.get(i).name());
            }
            values.add(value == null ? "" : value);
        }
        return values;
    }

    private OperatorException damaged(SQLException e) {
        String reason = String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("no reason given")
                .replaceFirst("^(\\w+ ){1,2}Error: ", "")
                .replaceFirst("^\\w+Exception: ", "");
        String after = record > 0 ? " after record " + record : "";
        if (reason.startsWith("Invalid string encoding")) {
            return new OperatorException(
                    ExitCode.FAILED,
                    file + after + " is not UTF-8: " + reason.replaceFirst("^.*value ", "the value "),
                    "write the column as UTF-8 text",
                    e);
        }
        if (reason.contains("Unsupported compression codec")) {
            return new OperatorException(
                    ExitCode.FAILED,
                    file + " cannot be read as Parquet: " + reason.replaceFirst("^.*: Unsupp", "unsupp"),
                    "write it with another: pandas.read_parquet(IN).to_parquet(OUT, compression='zstd')",
                    e);
        }
        return new OperatorException(
                ExitCode.FAILED,
                file + " cannot be read as Parquet" + after + ": " + reason,
                "download the file again, it is damaged or cut short",
                e);
    }
}
