package io.npushell.weights;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Arithmetic of tensor shapes; throws ArithmeticException rather than wrapping round. */
final class Shapes {
    private Shapes() {}

    static long count(List<Long> shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }

    static List<Long> contiguousStrides(List<Long> shape) {
        List<Long> strides = new ArrayList<>();
        long stride = 1;
        for (int dimension = shape.size() - 1; dimension >= 0; dimension--) {
            strides.add(stride);
            stride = Math.multiplyExact(stride, Math.max(1, shape.get(dimension)));
        }
        Collections.reverse(strides);
        return strides;
    }

    /** Whether the elements lie one after the other; strides of dimensions of size one do not count. */
    static boolean contiguous(List<Long> shape, List<Long> strides) {
        List<Long> expected = contiguousStrides(shape);
        for (int dimension = 0; dimension < shape.size(); dimension++) {
            if (shape.get(dimension) > 1 && !strides.get(dimension).equals(expected.get(dimension))) {
                return false;
            }
        }
        return true;
    }

    /** How many elements beyond its offset a storage must hold. */
    static long span(List<Long> shape, List<Long> strides) {
        long last = 0;
        for (int dimension = 0; dimension < shape.size(); dimension++) {
            if (shape.get(dimension) == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(shape.get(dimension) - 1, strides.get(dimension)));
        }
        return Math.addExact(last, 1);
    }
}
