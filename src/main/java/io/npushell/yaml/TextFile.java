package io.npushell.yaml;

import io.npushell.io.IoReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a small text file, and says why where the file is none. */
public final class TextFile {
    public static final int MOST_BYTES = 256 * 1024;

    private TextFile() {}

    public static Optional<String> read(Path path, FileProblems problems) {
        try {
            if (Files.isDirectory(path)) {
                problems.add(0, 0, "is a directory, not a file");
                return Optional.empty();
            }
            return text(bytes(path), problems);
        } catch (NoSuchFileException e) {
            problems.add(0, 0, "does not exist");
        } catch (IOException e) {
            problems.add(0, 0, "cannot be read: " + IoReason.of(e));
        }
        return Optional.empty();
    }

    private static byte[] bytes(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static Optional<String> text(byte[] bytes, FileProblems problems) {
        if (bytes.length > MOST_BYTES) {
            problems.add(0, 0, "is larger than 256 KiB, which no profile or preset is");
            return Optional.empty();
        }
        for (int i = 0, line = 1; i < bytes.length; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
            boolean control = bytes[i] >= 0 && bytes[i] < ' ' && "\n\r\t".indexOf(bytes[i]) < 0;
            if (control) {
                problems.add(line, 0, "is not a text file: it holds the byte 0x%02x".formatted(bytes[i]));
                return Optional.empty();
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(0, 0, "is not written in UTF-8");
            return Optional.empty();
        }
    }
}
