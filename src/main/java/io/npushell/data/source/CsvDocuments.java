package io.npushell.data.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records of a CSV file by RFC 4180: the first row names the columns, cells may be quoted and then hold line breaks; blank lines are none.
 *
 * <p>Between cells stands a comma, a semicolon, as Excel writes it in half of Europe, or a tabulator, as {@code .tsv} says.
 */
final class CsvDocuments {
    private static final CsvFactory CSV = CsvFactory.builder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE) // the rest is still to be counted and hashed
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineDocuments.LONGEST_DOCUMENT)
                    .build())
            .build();

    private final Path file;
    private final List<Column> columns;
    private final char separator;
    private long record;
    private long line = 1;

    CsvDocuments(Path file, List<Column> columns, char separator) {
        this.file = file;
        this.columns = columns;
        this.separator = separator;
    }

    /**
     * What stands between the cells, by the row of column names: it gives all that are asked for, else the most.
     *
     * @param ending of the file's name, "" where there is none
     */
    static char separator(String start, String ending, List<Column> columns) {
        List<Character> order = ending.equals("tsv") ? List.of('\t', ',', ';') : List.of(',', ';', '\t');
        char best = order.get(0);
        int most = 0;
        for (char candidate : order) {
            List<String> header = header(start, candidate);
            if (header.containsAll(Column.needed(columns))) {
                return candidate;
            }
            if (header.size() > most) {
                most = header.size();
                best = candidate;
            }
        }
        return best;
    }

    /** The names of the columns in the first row of a text; what is no CSV has one name or strange ones. */
    static List<String> header(String text, char separator) {
        CsvDocuments documents = new CsvDocuments(Path.of(""), List.of(), separator);
        try (CsvParser parser = documents.parser(new StringReader(text))) {
            return documents.next(parser);
        } catch (IOException | OperatorException e) {
            return List.of();
        }
    }

    /** Behind the beginning of the array around all rows. */
    private CsvParser parser(Reader reader) throws IOException {
        CsvParser parser = CSV.createParser(reader);
        parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator));
        parser.nextToken();
        return parser;
    }

    void read(Reader reader, DocumentVisitor visitor) throws IOException {
        try (CsvParser parser = parser(reader)) {
            List<String> header = next(parser);
            int[] places = places(header);
            for (List<String> row = next(parser); !row.isEmpty(); row = next(parser)) {
                record++;
                visitor.document(values(row, header, places));
            }
        }
        if (record == 0) {
            throw new RecordPosition(file, 1, 1)
                    .error("is missing: there is only the row of column names", "name another input");
        }
    }

    private List<String> next(CsvParser parser) throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return List.of();
            }
            return row(parser);
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw new RecordPosition(file, at, record + 1)
                    .error("is no CSV: " + PythonJson.reason(e), "mend this record, or write the data as .jsonl");
        }
    }

    private List<String> row(CsvParser parser) throws IOException {
        List<String> cells = new ArrayList<>();
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            // The parser is a line behind until it has read the first cell.
            line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
            String cell = parser.getText();
            if (cell.indexOf(0) >= 0) {
                throw new RecordPosition(file, line, record + 1).error(RecordPosition.HOLE, RecordPosition.MEND_HOLE);
            }
            cells.add(cell);
        }
        return cells;
    }

    private int[] places(List<String> header) {
        int[] places = new int[columns.size()];
        for (int i = 0; i < places.length; i++) {
            Column column = columns.get(i);
            places[i] = header.indexOf(column.name());
            if (places[i] < 0 && !column.mayBeMissing()) {
                throw new RecordPosition(file, 1, 1).noColumn(column.name(), header, columns);
            }
        }
        return places;
    }

    private List<String> values(List<String> row, List<String> header, int[] places) {
        if (row.size() != header.size()) {
            throw new RecordPosition(file, line, record)
                    .error(
                            "has " + row.size() + " cells, but there are " + header.size() + " columns",
                            "quote cells that hold " + separatorName() + ", quotes or line breaks");
        }
        List<String> values = new ArrayList<>(places.length);
        for (int place : places) {
            values.add(place < 0 ? "" : row.get(place));
        }
        return values;
    }

    private String separatorName() {
        return switch (separator) {
            case ';' -> "semicolons";
            case '\t' -> "tabulators";
            default -> "commas";
        };
    }
}
