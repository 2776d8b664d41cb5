package io.npushell.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A safetensors file being written: header first, then the bytes of each tensor in the header's order. */
public final class SafetensorsOutput implements AutoCloseable {
    private static final int ALIGNMENT = 8;

    private final FileChannel channel;
    private final long end;

    private SafetensorsOutput(FileChannel channel, long end) {
        this.channel = channel;
        this.end = end;
    }

    /** Opens the file and writes the header; of the tensors only type and shape are asked here. */
    public static SafetensorsOutput create(Path file, Map<String, ? extends TensorSource> tensors) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        long size = header(json, tensors);
        while (json.size() % ALIGNMENT != 0) {
            json.write(' ');
        }
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        try {
            ByteBuffer head = ZipWriter.littleEndian(8 + json.size())
                    .putLong(json.size())
                    .put(json.toByteArray())
                    .flip();
            while (head.hasRemaining()) {
                channel.write(head);
            }
            return new SafetensorsOutput(channel, 8 + json.size() + size);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static long header(ByteArrayOutputStream out, Map<String, ? extends TensorSource> tensors)
            throws IOException {
        long offset = 0;
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart("__metadata__");
            json.writeStringField("format", "pt"); // without it transformers refuses the file
            json.writeEndObject();
            for (Map.Entry<String, ? extends TensorSource> entry : tensors.entrySet()) {
                TensorSource tensor = entry.getValue();
                json.writeObjectFieldStart(entry.getKey());
                json.writeStringField("dtype", tensor.dtype().safetensors());
                json.writeArrayFieldStart("shape");
                for (long dimension : tensor.shape()) {
                    json.writeNumber(dimension);
                }
                json.writeEndArray();
                json.writeArrayFieldStart("data_offsets");
                json.writeNumber(offset);
                offset += Math.multiplyExact(
                        Shapes.count(tensor.shape()), tensor.dtype().bytes());
                json.writeNumber(offset);
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        return offset;
    }

    /** Where the bytes of all tensors go, one after the other. */
    public WritableByteChannel data() {
        return channel;
    }

    /** Forces the file to disk; fails where not all tensors have been written. */
    public void complete() throws IOException {
        if (channel.position() != end) {
            throw new IllegalStateException(channel.position() + " of " + end + " bytes are written");
        }
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
