package io.npushell.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pickles put together by hand, as Python or an attacker would write them. */
final class PickleBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static PickleBytes protocol(int version) {
        return new PickleBytes().op(0x80, version);
    }

    PickleBytes op(int... opcodes) {
        for (int opcode : opcodes) {
            bytes.write(opcode);
        }
        return this;
    }

    PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        op('X').little(utf8.length);
        bytes.writeBytes(utf8);
        return this;
    }

    PickleBytes global(String module, String name) {
        bytes.writeBytes(("c" + module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    PickleBytes number(int value) {
        return op('J').little(value);
    }

    PickleBytes little(int value) {
        bytes.writeBytes(ZipWriter.littleEndian(4).putInt(value).array());
        return this;
    }

    /** A storage of floats as persistent id. */
    PickleBytes storage(String key, int count) {
        return op('(').text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .number(count)
                .op('t', 'Q');
    }

    /** Makes of it a torch file with one storage, "0". */
    void save(Path file, float... storage) {
        ByteBuffer data = ZipWriter.littleEndian(4 * storage.length);
        data.asFloatBuffer().put(storage);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ZipWriter zip = new ZipWriter(channel);
            zip.add("x/data.pkl", bytes.toByteArray());
            zip.add("x/data/0", data.array());
            zip.add("x/version", "3\n".getBytes(StandardCharsets.US_ASCII));
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
