package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Some of a tensor's rows. */
record RowRange(TensorContent whole, long first, long rows) implements TensorContent {

    /** The rows of a table cut off, or its last one repeated, until there are so many: what upstream does to a vocabulary. */
    static TensorContent padded(TensorContent table, long rows) {
        long has = table.shape().get(0);
        if (rows <= has) {
            return rows == has ? table : new RowRange(table, 0, rows);
        }
        List<TensorContent> parts = new ArrayList<>(List.of(table));
        TensorContent last = new RowRange(table, has - 1, 1);
        for (long row = has; row < rows; row++) {
            parts.add(last);
        }
        return Stacked.of(parts);
    }

    @Override
    public ElementType dtype() {
        return whole.dtype();
    }

    @Override
    public List<Long> shape() {
        List<Long> shape = new ArrayList<>(whole.shape());
        shape.set(0, rows);
        return shape;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        TensorContent.checkRange(this, offset, target);
        long rowBytes = whole.bytes() / whole.shape().get(0);
        whole.read(first * rowBytes + offset, target);
    }
}
