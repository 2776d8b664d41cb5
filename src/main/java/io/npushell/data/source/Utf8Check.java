package io.npushell.data.source;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.Charset;
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
                    int at = bytes.position();
                    int value = bytes.get(at) & 0xff;
                    boolean half = value == 0xed && at + 1 < bytes.limit() && (bytes.get(at + 1) & 0xff) >= 0xa0;
                    return half ? half(file, line) : error(file, line, String.format("the byte 0x%02X", value));
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

    /** What Python writes with {@code errors="surrogatepass"}, and Java in its own "modified" UTF-8. */
    private static OperatorException half(Path file, long line) {
        return new OperatorException(
                ExitCode.FAILED,
                file + ":" + line + " is not UTF-8: half of a surrogate pair stands there by itself",
                "leave such halves out: iconv -c -f UTF-8 -t UTF-8 " + name(file) + " > mended-" + name(file));
    }

    private static OperatorException error(Path file, long line, String what) {
        String chinese = isAll(file, Charset.forName("GB18030")) ? "GB18030" : "";
        String from = chinese.isEmpty() ? "GBK" : chinese;
        return new OperatorException(
                ExitCode.FAILED,
                file + ":" + line + " is not UTF-8: " + what + " does not belong there",
                "convert the file, " + (chinese.isEmpty() ? "for example from GBK" : "which may be " + chinese)
                        + ": iconv -f " + from + " -t UTF-8 " + name(file) + " > utf8-" + name(file));
    }

    private static String name(Path file) {
        return ForeignContent.word(String.valueOf(file.getFileName()));
    }

    private static boolean isAll(Path file, Charset charset) {
        try (Reader reader = new InputStreamReader(stream(file), charset.newDecoder())) {
            reader.transferTo(Writer.nullWriter());
            return true;
        } catch (IOException e) {
            return false; // another encoding, or it cannot be read to its end: either way not that
        }
    }
}
