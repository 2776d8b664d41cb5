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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.DoubleConsumer;
import java.util.regex.Pattern;

/** Records of a Parquet file, by DuckDB, which is on the class path of the step JVM only; in the order of the file, a piece at a time. */
final class ParquetDocuments {
    private static final int ROWS_BETWEEN_TELLING = 1000;
    /** Without the columns that DuckDB makes of directories named NAME=VALUE. */
    private static final String SOURCE = "read_parquet(?, hive_partitioning = false)";

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
            Map<String, String> types = types(connection);
            long rows = rows(connection);
            if (rows == 0) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        file + " record 1 is missing: the file holds no records",
                        "name another input");
            }
            try (PreparedStatement query = connection.prepareStatement(selection(types))) {
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

    /** The columns of the file in their order, each with DuckDB's name of its type. */
    private Map<String, String> types(Connection connection) throws SQLException {
        Map<String, String> types = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("DESCRIBE SELECT * FROM " + SOURCE)) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                while (result.next()) {
                    types.put(result.getString(1), result.getString(2));
                }
            }
        }
        return types;
    }

    private long rows(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT count(*) FROM " + SOURCE)) {
            query.setString(1, literal());
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    private String selection(Map<String, String> types) {
        List<String> terms = new ArrayList<>();
        for (Column column : columns) {
            terms.add(term(column, types));
        }
        return "SELECT " + String.join(", ", terms) + " FROM " + SOURCE;
    }

    private String term(Column column, Map<String, String> types) {
        String type = types.get(column.name());
        if (type == null) {
            if (column.mayBeMissing()) {
                return "''";
            }
            throw new RecordPosition(file, 1, 1).noColumn(column.name(), List.copyOf(types.keySet()), columns);
        }
        String quoted = '"' + column.name().replace("\"", "\"\"") + '"';
        if (type.equals("VARCHAR") || type.startsWith("ENUM")) {
            return quoted + "::VARCHAR";
        }
        if (column.kind() == Column.Kind.NESTED && (type.startsWith("STRUCT") || type.startsWith("MAP"))) {
            return "to_json(" + quoted + ")::VARCHAR";
        }
        throw new RecordPosition(file, 1, 1).noText(type + " value", column.name());
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
                .replaceFirst("^(\\w+ Error: )?(\\w+Exception: )?", "");
        return new OperatorException(
                ExitCode.FAILED,
                file + " cannot be read as Parquet" + (record > 0 ? " after record " + record : "") + ": " + reason,
                "download the file again, it is damaged or cut short",
                e);
    }
}
