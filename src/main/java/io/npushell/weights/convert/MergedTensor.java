package io.npushell.weights.convert;

import io.npushell.weights.TensorContent;
import io.npushell.weights.TensorSource;
import java.io.IOException;

/** A tensor of the merged model: put together from ranks, with filling rows behind it, or taken over from the original. */
interface MergedTensor {
    /** Type and shape. */
    TensorSource header();

    void write(Blocks blocks, int lane, WriteBehind.Target target) throws IOException;

    default long bytes() {
        return header().shape().stream().reduce(1L, Math::multiplyExact)
                * header().dtype().bytes();
    }

    static MergedTensor whole(TensorContent content) {
        return new MergedTensor() {
            @Override
            public TensorSource header() {
                return content;
            }

            @Override
            public void write(Blocks blocks, int lane, WriteBehind.Target target) throws IOException {
                blocks.stretch(content, 0, content.bytes(), lane, target);
            }
        };
    }

    static MergedTensor assembled(Assembly assembly) {
        TensorSource header = assembly.header();
        return new MergedTensor() {
            @Override
            public TensorSource header() {
                return header;
            }

            @Override
            public void write(Blocks blocks, int lane, WriteBehind.Target target) throws IOException {
                assembly.write(blocks, lane, target);
            }
        };
    }
}
