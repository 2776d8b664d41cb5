package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Finds the first line that is not UTF-8; a decoder that reads ahead cannot say. */
final class Utf8Check {
    private Utf8Check() {}

    static OperatorException firstError(Path file) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer characters = CharBuffer.allocate(1 << 16);
        long line = 1;
        try (ReadableByteChannel channel = Channels.newChannel(stream(file))) {
            boolean end = false;
            while (!end) {
                end = channel.read(bytes) < 0;
                bytes.flip();
                CoderResult result = decoder.decode(bytes, characters, end);
                characters.flip();
                line += characters.chars().filter(c -> c == '\n').count();
                characters.clear();
                if (result.isError()) {
                    int value = bytes.get(bytes.position()) & 0xff;
                    return error(file, line, String.format("the byte 0x%02X", value));
                }
                bytes.compact();
            }
        }
        return error(file, line, "its end");
    }

    private static InputStream stream(Path file) throws IOException {
        CountedInput input = new CountedInput(Files.newInputStream(file));
        return Content.isGzip(input.head()) ? new GZIPInputStream(input) : input;
    }

    private static OperatorException error(Path file, long line, String what) {
        return new OperatorException(
                ExitCode.FAILED,
                file + ":" + line + " is not UTF-8: " + what + " does not belong there",
                "convert the file, for example from GBK: iconv -f GBK -t UTF-8 " + file.getFileName());
    }
}
