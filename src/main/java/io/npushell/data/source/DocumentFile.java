package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A .json, .jsonl or .txt file of documents, told apart by its content; read once. */
public final class DocumentFile implements AutoCloseable {
    private final Path file;
    private final CountedInput input;

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
                    "set raw-data to a file that is there");
        }
        if (!Files.isRegularFile(file)) {
            throw new OperatorException(
                    ExitCode.FAILED, "the input \"" + file + "\" is not a file", "name one .json, .jsonl or .txt file");
        }
        return new DocumentFile(file, new CountedInput(Files.newInputStream(file)));
    }

    /**
     * Hands over each document.
     *
     * @param keys columns of a record; a text file has the one column "text"
     * @throws OperatorException for content that cannot be read, with file, line and record
     */
    public void forEach(List<String> keys, DocumentVisitor visitor) throws IOException {
        Content content = Content.of(file, input.head());
        try (Reader reader = reader()) {
            skipByteOrderMark(reader);
            switch (content) {
                case JSON -> new JsonDocuments(file, keys).read(reader, visitor);
                case LINES -> new LineDocuments(file, keys).read(reader, visitor);
            }
            input.drain();
        } catch (CharacterCodingException e) {
            throw Utf8Check.firstError(file);
        }
    }

    private Reader reader() {
        return new BufferedReader(
                new InputStreamReader(
                        input,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
    }

    private static void skipByteOrderMark(Reader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    /** How far the file has been read, a little ahead of the documents handed over. */
    public long bytesRead() {
        return input.count();
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
