package io.npushell.weights;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A safetensors file opened for reading. */
public final class SafetensorsFile implements AutoCloseable {
    private static final long MAX_HEADER = 100_000_000;

    private final FileChannel channel;
    private final Map<String, TensorContent> tensors = new LinkedHashMap<>();

    private SafetensorsFile(FileChannel channel) throws IOException {
        this.channel = channel;
        long size = channel.size();
        if (size < 8) {
            throw new BrokenFileException("is truncated or no safetensors file: it has " + size + " bytes");
        }
        long header = ZipDirectory.readFully(channel, 0, 8).getLong();
        if (header < 2 || header > MAX_HEADER) {
            throw new BrokenFileException("is no safetensors file: its header would have " + header + " bytes");
        }
        if (header > size - 8) {
            throw new BrokenFileException("is truncated: its header has " + header + " bytes");
        }
        byte[] json = ZipDirectory.readFully(channel, 8, (int) header).array();
        long start = 8 + header;
        SafetensorsHeader.read(json, size - start)
                .forEach((name, entry) -> tensors.put(
                        name, new FileTensor(channel, start + entry.begin(), entry.dtype(), entry.shape())));
    }

    /**
     * Opens a file; reads no tensor.
     *
     * @throws OperatorException FAILED, naming the file, where it is truncated or damaged
     */
    public static SafetensorsFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new SafetensorsFile(channel);
        } catch (BrokenFileException e) {
            channel.close();
            throw NotWeights.of(file)
                    .orElseGet(() -> new OperatorException(
                            ExitCode.FAILED, "'" + file + "' " + e.getMessage(), "download or copy it again", e));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** By name, in the order of the header. */
    public Map<String, TensorContent> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
