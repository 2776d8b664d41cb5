package io.npushell.weights;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pickles one object, protocol 2, as {@code torch.save} does; collects the tensors in the order of their storages. */
final class PickleWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final List<TensorSource> storages = new ArrayList<>();
    private final IdentityHashMap<TensorSource, Integer> keys = new IdentityHashMap<>();

    byte[] pickle(Object root) throws IOException {
        out.write(0x80);
        out.write(2);
        value(root);
        out.write('.');
        return bytes.toByteArray();
    }

    /** Storage number n belongs to the n-th tensor. */
    List<TensorSource> storages() {
        return storages;
    }

    private void value(@Nullable Object value) throws IOException {
        if (value == null) {
            out.write('N');
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof Boolean flag) {
            out.write(flag ? 0x88 : 0x89);
        } else if (value instanceof Integer || value instanceof Long) {
            integer(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            out.write('G');
            out.writeDouble(((Number) value).doubleValue());
        } else if (value instanceof TorchFileWriter.Namespace namespace) {
            global("argparse", "Namespace");
            out.write(')');
            out.write(0x81);
            map(namespace.values());
            out.write('b');
        } else if (value instanceof TorchFileWriter.Global named) {
            global(named.module(), named.name());
        } else if (value instanceof TorchFileWriter.OrderedDict ordered) {
            emptyOrderedDict();
            items(ordered.values());
        } else if (value instanceof Map<?, ?> map) {
            map(map);
        } else if (value instanceof List<?> list) {
            out.write(']');
            out.write('(');
            for (Object element : list) {
                value(element);
            }
            out.write('e');
        } else if (value instanceof TensorSource tensor) {
            tensor(tensor);
        } else {
            throw new IllegalArgumentException(
                    "cannot be pickled: " + value.getClass().getName());
        }
    }

    private void map(Map<?, ?> map) throws IOException {
        out.write('}');
        items(map);
    }

    private void items(Map<?, ?> map) throws IOException {
        out.write('(');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            value(entry.getKey());
            value(entry.getValue());
        }
        out.write('u');
    }

    private void tensor(TensorSource tensor) throws IOException {
        List<Long> shape = tensor.shape();
        Integer key = keys.computeIfAbsent(tensor, absent -> {
            storages.add(absent);
            return storages.size() - 1;
        });
        global("torch._utils", "_rebuild_tensor_v2");
        out.write('(');
        out.write('(');
        string("storage");
        global("torch", tensor.dtype().storage());
        string(key.toString());
        string("cpu");
        integer(Shapes.count(shape));
        out.write('t');
        out.write('Q');
        integer(0);
        tuple(shape);
        tuple(Shapes.contiguousStrides(shape));
        out.write(0x89);
        emptyOrderedDict();
        out.write('t');
        out.write('R');
    }

    private void emptyOrderedDict() throws IOException {
        global("collections", "OrderedDict");
        out.write(')');
        out.write('R');
    }

    private void tuple(List<Long> numbers) throws IOException {
        out.write('(');
        for (long number : numbers) {
            integer(number);
        }
        out.write('t');
    }

    private void integer(long number) throws IOException {
        if (number == (int) number) {
            out.write('J');
            out.writeInt(Integer.reverseBytes((int) number));
        } else {
            out.write(0x8a);
            out.write(8);
            out.writeLong(Long.reverseBytes(number));
        }
    }

    private void string(String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write('X');
        out.writeInt(Integer.reverseBytes(utf8.length));
        out.write(utf8);
    }

    private void global(String module, String name) throws IOException {
        out.writeBytes("c" + module + "\n" + name + "\n");
    }
}
