package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.weights.TensorSource;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A tensor whose bytes come later. No record: two of them must not be equal, as each has a storage of its own. */
final class Placeholder implements TensorSource {
    private final ElementType dtype;
    private final List<Long> shape;

    Placeholder(ElementType dtype, List<Long> shape) {
        this.dtype = dtype;
        this.shape = List.copyOf(shape);
    }

    @Override
    public ElementType dtype() {
        return dtype;
    }

    @Override
    public List<Long> shape() {
        return shape;
    }

    @Override
    public void writeTo(WritableByteChannel channel) {
        throw new UnsupportedOperationException("written by others");
    }
}
