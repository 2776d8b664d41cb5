package io.npushell.data.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes Parquet files that DuckDB itself would not write: names that differ in case, columns without a type. One row group, one page a column. */
final class SmallParquet {
    private static final int INT32 = 1;
    private static final int BYTE_ARRAY = 6;
    private static final int UNKNOWN = 11; // the logical type of what is always null
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private final List<Column> columns = new ArrayList<>();
    private int codec;

    private record Column(String name, int type, int converted, int logical, List<byte @Nullable []> values) {}

    /** A column of text; null for a value that is not there. */
    SmallParquet text(String name, @Nullable String... values) {
        return bytes(name, 0, values);
    }

    /** The same as old writers leave it, without the mark that it is text. */
    SmallParquet bare(String name, String... values) {
        return bytes(name, -1, values);
    }

    private SmallParquet bytes(String name, int converted, @Nullable String... values) {
        List<byte @Nullable []> all = new ArrayList<>();
        for (String value : values) {
            all.add(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        }
        columns.add(new Column(name, BYTE_ARRAY, converted, -1, all));
        return this;
    }

    /** A column without a type, in which every value is null, as pyarrow and pandas write it. */
    SmallParquet untyped(String name, int rows) {
        return nulls(name, UNKNOWN, rows);
    }

    /** A column of whole numbers of which none is there. */
    SmallParquet noNumbers(String name, int rows) {
        return nulls(name, -1, rows);
    }

    private SmallParquet nulls(String name, int logical, int rows) {
        List<byte @Nullable []> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            all.add(null);
        }
        columns.add(new Column(name, INT32, -1, logical, all));
        return this;
    }

    SmallParquet number(String name, int... values) {
        List<byte @Nullable []> all = new ArrayList<>();
        for (int value : values) {
            all.add(little(value));
        }
        columns.add(new Column(name, INT32, -1, -1, all));
        return this;
    }

    /** What the file says of its compression, whether it is so or not. */
    SmallParquet codec(int number) {
        codec = number;
        return this;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(MAGIC);
        List<byte[]> chunks = new ArrayList<>();
        for (Column column : columns) {
            int offset = out.size();
            byte[] page = page(column);
            out.write(page);
            Thrift data = new Thrift()
                    .number(1, column.type())
                    .list(2, 5, List.of(varint(0), varint(zigzag(3))))
                    .list(3, 8, List.of(string(column.name())))
                    .number(4, codec)
                    .longNumber(5, column.values().size())
                    .longNumber(6, page.length)
                    .longNumber(7, page.length)
                    .longNumber(9, offset);
            chunks.add(new Thrift().longNumber(2, offset).struct(3, data).end());
        }
        int rows = columns.get(0).values().size();
        byte[] group = new Thrift()
                .list(1, 12, chunks)
                .longNumber(2, out.size())
                .longNumber(3, rows)
                .end();
        byte[] footer = new Thrift()
                .number(1, 1)
                .list(2, 12, schema())
                .longNumber(3, rows)
                .list(4, 12, List.of(group))
                .end();
        out.write(footer);
        out.write(little(footer.length));
        out.write(MAGIC);
        return Files.write(file, out.toByteArray());
    }

    private List<byte[]> schema() {
        List<byte[]> schema = new ArrayList<>();
        schema.add(new Thrift().text(4, "schema").number(5, columns.size()).end());
        for (Column column : columns) {
            Thrift element = new Thrift().number(1, column.type()).number(3, 1).text(4, column.name());
            if (column.converted() >= 0) {
                element.number(6, column.converted());
            }
            if (column.logical() >= 0) {
                element.struct(10, new Thrift().struct(column.logical(), new Thrift()));
            }
            schema.add(element.end());
        }
        return schema;
    }

    /** Definition levels of one bit, each value a run of its own, then the values that are there. */
    private static byte[] page(Column column) throws IOException {
        ByteArrayOutputStream levels = new ByteArrayOutputStream();
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        for (byte[] value : column.values()) {
            levels.write(varint(1 << 1));
            levels.write(value == null ? 0 : 1);
            if (value != null && column.type() == BYTE_ARRAY) {
                values.write(little(value.length));
            }
            values.write(value == null ? new byte[0] : value);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(little(levels.size()));
        body.write(levels.toByteArray());
        body.write(values.toByteArray());
        Thrift header = new Thrift()
                .number(1, 0)
                .number(2, body.size())
                .number(3, body.size())
                .struct(
                        5,
                        new Thrift()
                                .number(1, column.values().size())
                                .number(2, 0)
                                .number(3, 3)
                                .number(4, 3));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.write(header.end());
        page.write(body.toByteArray());
        return page.toByteArray();
    }

    private static byte[] little(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    private static byte[] varint(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        while (rest > 127) {
            out.write((int) (rest & 127 | 128));
            rest >>>= 7;
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(varint(bytes.length));
        out.writeBytes(bytes);
        return out.toByteArray();
    }

    /** A struct of Thrift's compact protocol; fields in rising order. */
    private static final class Thrift {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int last;

        private Thrift field(int id, int type) {
            out.write((id - last) << 4 | type);
            last = id;
            return this;
        }

        Thrift number(int id, int value) {
            field(id, 5).out.writeBytes(varint(zigzag(value)));
            return this;
        }

        Thrift longNumber(int id, long value) {
            field(id, 6).out.writeBytes(varint(zigzag(value)));
            return this;
        }

        Thrift text(int id, String value) {
            field(id, 8).out.writeBytes(string(value));
            return this;
        }

        Thrift struct(int id, Thrift value) {
            field(id, 12).out.writeBytes(value.end());
            return this;
        }

        Thrift list(int id, int type, List<byte[]> items) {
            field(id, 9).out.write(items.size() << 4 | type);
            items.forEach(out::writeBytes);
            return this;
        }

        byte[] end() {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            whole.writeBytes(out.toByteArray());
            whole.write(0);
            return whole.toByteArray();
        }
    }
}
