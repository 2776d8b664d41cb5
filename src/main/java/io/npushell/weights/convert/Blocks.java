package io.npushell.weights.convert;

import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Moves parts of tensors into files by blocks: stretches of bytes, and columns taken apart or woven together. */
final class Blocks {
    private final WriteBehind writer;
    private final WeightsProgress progress;

    Blocks(WriteBehind writer, WeightsProgress progress) {
        this.writer = writer;
        this.progress = progress;
    }

    /** A stretch of bytes; a block holds whole elements of every type. */
    void stretch(TensorContent tensor, long offset, long length, int lane, WriteBehind.Target target)
            throws IOException {
        for (long at = offset; at < offset + length; ) {
            ByteBuffer block = writer.block();
            block.limit((int) Math.min(block.capacity(), offset + length - at));
            tensor.read(at, block);
            block.flip();
            at += block.limit();
            write(lane, target, block);
        }
    }

    /** Cuts each row into equal parts, one for each target. */
    void cutColumns(TensorContent tensor, List<WriteBehind.Target> targets) throws IOException {
        int ranks = targets.size();
        long rows = tensor.shape().get(0);
        int rowBytes = rowBytes(tensor);
        int part = rowBytes / ranks;
        // with one rank the row itself may be larger than a block
        if (ranks == 1) {
            stretch(tensor, 0, tensor.bytes(), 0, targets.get(0));
            return;
        }
        int rowsPerBlock = Math.max(1, WriteBehind.BLOCK / rowBytes);
        ByteBuffer source = ByteBuffer.allocateDirect(rowsPerBlock * rowBytes);
        for (long row = 0; row < rows; row += rowsPerBlock) {
            int count = (int) Math.min(rowsPerBlock, rows - row);
            tensor.read(row * rowBytes, source.clear().limit(count * rowBytes));
            for (int rank = 0; rank < ranks; rank++) {
                ByteBuffer block = writer.block();
                for (int i = 0; i < count; i++) {
                    int start = i * rowBytes + rank * part;
                    block.put(block.position(), source, start, part);
                    block.position(block.position() + part);
                }
                write(rank, targets.get(rank), block.flip());
            }
        }
    }

    /** Puts the rows of the parts side by side. */
    void joinColumns(List<TensorContent> parts, int lane, WriteBehind.Target target) throws IOException {
        if (parts.size() == 1) {
            stretch(parts.get(0), 0, parts.get(0).bytes(), lane, target);
            return;
        }
        long rows = parts.get(0).shape().get(0);
        int part = rowBytes(parts.get(0));
        int rowBytes = part * parts.size();
        int rowsPerBlock = Math.max(1, WriteBehind.BLOCK / rowBytes);
        ByteBuffer source = ByteBuffer.allocateDirect(rowsPerBlock * part);
        for (long row = 0; row < rows; row += rowsPerBlock) {
            int count = (int) Math.min(rowsPerBlock, rows - row);
            ByteBuffer block = writer.block();
            for (int rank = 0; rank < parts.size(); rank++) {
                parts.get(rank).read(row * part, source.clear().limit(count * part));
                for (int i = 0; i < count; i++) {
                    block.put(i * rowBytes + rank * part, source, i * part, part);
                }
            }
            write(lane, target, block.limit(count * rowBytes));
        }
    }

    private void write(int lane, WriteBehind.Target target, ByteBuffer block) throws IOException {
        int length = block.remaining();
        writer.write(lane, target, block);
        progress.wrote(length);
    }

    private static int rowBytes(TensorContent tensor) {
        long bytes = tensor.bytes() / Math.max(1, tensor.shape().get(0));
        if (bytes > WriteBehind.BLOCK) {
            throw new IllegalArgumentException("rows of " + bytes + " bytes are more than any model has");
        }
        return (int) bytes;
    }
}
