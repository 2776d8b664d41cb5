package io.npushell.trainlog;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The text of a log file as UTF-8, told by its first bytes and not by its name: plain, UTF-16, or either of them packed by gzip. */
final class LogText {
    private static final int BUFFER = 1 << 20;
    private static final int LOOK = 512;
    private static final int ANY = -1;

    /** Packers that are not read, by the bytes that their files begin with. */
    private static final List<Packer> PACKERS = List.of(
            new Packer("zstd", "zstd -dc", 0x28, 0xb5, 0x2f, 0xfd),
            new Packer("xz", "xz -dc", 0xfd, '7', 'z', 'X', 'Z', 0),
            new Packer("bzip2", "bzip2 -dc", 'B', 'Z', 'h', ANY, 0x31),
            new Packer("lz4", "lz4 -dc", 0x04, 0x22, 0x4d, 0x18),
            new Packer("lzip", "lzip -dc", 'L', 'Z', 'I', 'P'),
            new Packer("lzma", "xz -dc --format=lzma", 0x5d, 0, 0),
            new Packer("compress", "gzip -dc", 0x1f, 0x9d),
            new Packer("zip", "unzip", 'P', 'K', 3, 4),
            new Packer("7-Zip", "7z x", '7', 'z', 0xbc, 0xaf),
            new Packer("rar", "unrar x", 'R', 'a', 'r', '!'));

    private LogText() {}

    static InputStream open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            byte[] head = head(in);
            if (head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b) {
                BufferedInputStream unpacked = new BufferedInputStream(new GZIPInputStream(in, 1 << 16), BUFFER);
                return decoded(unpacked);
            }
            for (Packer packer : PACKERS) {
                if (packer.packed(head)) {
                    throw new PackedLogException("packed by " + packer.name, packer.tool);
                }
            }
            return decoded(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream decoded(BufferedInputStream in) throws IOException {
        byte[] head;
        try {
            head = head(in);
        } catch (EOFException | ZipException cut) {
            return in; // whoever reads on meets it again and says so
        }
        Charset wide = wide(head);
        return wide == null ? in : new Recoded(in, wide);
    }

    /** UTF-16 by its mark, or by the zeros of Latin letters in it. */
    private static @Nullable Charset wide(byte[] head) {
        if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
            return StandardCharsets.UTF_16LE;
        }
        if (head.length > 1 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
            return StandardCharsets.UTF_16BE;
        }
        int[] zeros = new int[2];
        for (int at = 0; at < head.length; at++) {
            zeros[at % 2] += head[at] == 0 ? 1 : 0;
        }
        int enough = head.length / 3;
        if (head.length < 16 || (zeros[0] > 0 && zeros[1] > 0)) {
            return null;
        }
        return zeros[1] > enough ? StandardCharsets.UTF_16LE : zeros[0] > enough ? StandardCharsets.UTF_16BE : null;
    }

    private static byte[] head(BufferedInputStream in) throws IOException {
        in.mark(LOOK);
        byte[] head = in.readNBytes(LOOK);
        in.reset();
        return head;
    }

    /** A packer, and what its files begin with. */
    private static final class Packer {
        private final String name;
        private final String tool;
        private final int[] magic;

        private Packer(String name, String tool, int... magic) {
            this.name = name;
            this.tool = tool;
            this.magic = magic;
        }

        private boolean packed(byte[] head) {
            if (head.length < magic.length) {
                return false;
            }
            for (int at = 0; at < magic.length; at++) {
                if (magic[at] != ANY && (head[at] & 0xff) != magic[at]) {
                    return false;
                }
            }
            return true;
        }
    }

    /** UTF-16 as UTF-8; what is no letter becomes a question mark. */
    private static final class Recoded extends InputStream {
        private final InputStream in;
        private final Charset charset;
        private byte[] ready = new byte[0];
        private int at;

        private Recoded(InputStream in, Charset charset) {
            this.in = in;
            this.charset = charset;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (at == ready.length && !fill()) {
                return -1;
            }
            int count = Math.min(length, ready.length - at);
            System.arraycopy(ready, at, into, from, count);
            at += count;
            return count;
        }

        /** Whole pairs of bytes; a letter of two pairs that is cut here is no letter of a number or name. */
        private boolean fill() throws IOException {
            byte[] wide = in.readNBytes(1 << 16);
            if (wide.length == 0) {
                return false;
            }
            ready = new String(Arrays.copyOf(wide, wide.length), charset).getBytes(StandardCharsets.UTF_8);
            at = 0;
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
