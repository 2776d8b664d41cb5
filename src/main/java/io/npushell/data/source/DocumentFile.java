package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** One file of documents, parquet, JSON, CSV or text, told apart by its content, packed by gzip or not; read once. */
public final class DocumentFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final CountedInput input;
    private volatile double partOfRows;

    private DocumentFile(Path file, CountedInput input) {
        this.file = file;
        this.input = input;
    }

    /** Opens a file; what is in it is looked at by {@link #forEach}. */
    public static DocumentFile open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no input file \"" + file + "\"",
                    "set raw-input to a file that is there");
        }
        if (!Files.isRegularFile(file)) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the input \"" + file + "\" is not a file",
                    "name one .parquet, .json, .jsonl, .csv, .tsv or .txt file");
        }
        return new DocumentFile(file, new CountedInput(Files.newInputStream(file)));
    }

    /**
     * Hands over each document.
     *
     * @param columns columns of a record; a text file has the one column "text"
     * @throws OperatorException for content that cannot be read, with file, line and record
     */
    public void forEach(List<Column> columns, DocumentVisitor visitor) throws IOException {
        try {
            InputStream content = content();
            read(content, head(content), columns, visitor);
            input.drain();
        } catch (CharacterCodingException e) {
            throw Utf8Check.firstError(file);
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    /** Looks at the beginning, without reading any further. */
    void look() throws IOException {
        try {
            InputStream content = content();
            Content kind = Content.of(file, head(content), List.of());
            refusePacked(content, kind);
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    /** What is in the file, unpacked; the file itself where it is not packed. */
    private InputStream content() throws IOException {
        return Content.isGzip(input.head())
                ? new BufferedInputStream(new GZIPInputStream(input, BUFFER_BYTES), 2 * BUFFER_BYTES)
                : input;
    }

    private void refusePacked(InputStream content, Content kind) {
        if (kind == Content.PARQUET && content != input) {
            throw new OperatorException(
                    ExitCode.FAILED, file + " is a Parquet file inside gzip", "gunzip " + file.getFileName());
        }
    }

    private OperatorException damaged(IOException e) {
        return new OperatorException(
                ExitCode.FAILED,
                file + " is damaged or cut short: " + Objects.requireNonNullElse(e.getMessage(), "it ends too soon"),
                "download the file again; gzip -t " + file.getFileName() + " checks it",
                e);
    }

    void drain() throws IOException {
        input.drain();
    }

    private byte[] head(InputStream content) throws IOException {
        if (content == input) {
            return input.head();
        }
        content.mark(BUFFER_BYTES);
        byte[] head = content.readNBytes(BUFFER_BYTES);
        content.reset();
        return head;
    }

    private void read(InputStream content, byte[] head, List<Column> columns, DocumentVisitor visitor)
            throws IOException {
        Content kind = Content.of(file, head, columns);
        refusePacked(content, kind);
        if (kind == Content.PARQUET) {
            new ParquetDocuments(file, columns, part -> partOfRows = part).read(visitor);
            return;
        }
        try (Reader reader = reader(content)) {
            skipByteOrderMark(reader);
            switch (kind) {
                case JSON -> new JsonDocuments(file, columns).read(reader, visitor);
                case CSV -> new CsvDocuments(file, columns, separator(head, columns)).read(reader, visitor);
                case LINES, PARQUET -> new LineDocuments(file, columns).read(reader, visitor);
            }
            if (content != input) {
                content.transferTo(OutputStream.nullOutputStream()); // its check sum stands at the end
            }
        }
    }

    private char separator(byte[] head, List<Column> columns) {
        String start = new String(head, StandardCharsets.UTF_8).replace("\uFEFF", "");
        return CsvDocuments.separator(start, Content.ending(file), columns);
    }

    private static Reader reader(InputStream content) {
        return new BufferedReader(
                new InputStreamReader(
                        new Unclosed(content),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                BUFFER_BYTES);
    }

    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    /** How far the file has been read, a little ahead of the documents handed over. */
    public long bytesRead() {
        return Math.max(input.count(), Math.round(partOfRows * file.toFile().length()));
    }

    /** SHA-256 of the whole file, known after {@link #forEach}. */
    public String sha256() {
        return input.sha256();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
