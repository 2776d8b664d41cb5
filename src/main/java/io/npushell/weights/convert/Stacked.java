package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Tensors of one type and one width as a single one, their rows one after the other. */
record Stacked(List<TensorContent> parts) implements TensorContent {

    static TensorContent of(List<TensorContent> parts) {
        return parts.size() == 1 ? parts.get(0) : new Stacked(List.copyOf(parts));
    }

    @Override
    public ElementType dtype() {
        return parts.get(0).dtype();
    }

    @Override
    public List<Long> shape() {
        List<Long> shape = new ArrayList<>(parts.get(0).shape());
        shape.set(0, parts.stream().mapToLong(part -> part.shape().get(0)).sum());
        return shape;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int limit = target.limit();
        long at = offset;
        long start = 0;
        for (TensorContent part : parts) {
            long end = start + part.bytes();
            if (at < end && target.position() < limit) {
                int length = (int) Math.min(end - at, limit - target.position());
                target.limit(target.position() + length);
                part.read(at - start, target);
                target.limit(limit);
                at += length;
            }
            start = end;
        }
    }
}
