package io.npushell.weights;

import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/** A tensor that can be written once, in one pass, without being held whole in memory. */
public interface TensorSource {
    ElementType dtype();

    /** Sizes of the dimensions, outermost first. */
    List<Long> shape();

    /** Writes all elements, row-major, little endian. */
    void writeTo(WritableByteChannel channel) throws IOException;
}
