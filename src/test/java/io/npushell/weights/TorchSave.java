package io.npushell.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Writes what {@code torch.save} of a version writes, member by member and opcode by opcode: after torch/serialization.py, torch/_tensor.py,
 * torch/_utils.py, torch/nn/parameter.py of 2.1 to 2.7, and caffe2/serialize.
 *
 * <p>A list is a Python list, an array a tuple, a map a dict. Debian's torch opens what this writes.
 */
public final class TorchSave {
    private final Version version;
    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    private final Map<Object, Integer> memo = new HashMap<>();
    private final List<byte[]> storages = new ArrayList<>();

    private TorchSave(Version version) {
        this.version = version;
    }

    /** Which members the zip has, and how the Python it runs on pickles an enum. */
    public enum Version {
        V2_0(false, false, false),
        V2_1(true, true, false),
        V2_4(true, true, false),
        V2_6(true, true, true),
        V2_7(true, true, true);

        private final boolean byteOrder;
        private final boolean serializationId;
        private final boolean formatVersion;

        Version(boolean byteOrder, boolean serializationId, boolean formatVersion) {
            this.byteOrder = byteOrder;
            this.serializationId = serializationId;
            this.formatVersion = formatVersion;
        }
    }

    /** A bare name. */
    public record Name(String module, String name) {}

    /** {@code function(arguments)}, and what {@code __setstate__} is given, null for nothing. */
    public record Call(
            Object function, List<?> arguments, @Nullable Object state) {
        public static Call of(Object function, Object... arguments) {
            return new Call(function, List.of(arguments), null);
        }
    }

    /** {@code cls.__new__(cls)} and its state. */
    public record New(Object type, Object state) {}

    /** A tensor with the attributes a trainer hung to it. */
    public record Tensor(TensorSource content, Map<String, ?> attributes, String location) {
        public Tensor(TensorSource content) {
            this(content, Map.of(), "cpu");
        }
    }

    /** torch.nn.Parameter. */
    public record Parameter(TensorSource content, Map<String, ?> attributes) {}

    /** Some elements of a large tensor's storage: a view. */
    public record View(TensorSource whole, long offset, List<Long> shape, List<Long> strides) {}

    /** Python's OrderedDict. */
    public record Ordered(Map<?, ?> entries) {}

    /** A member of an enum as Python up to 3.10 and from 3.12 on pickles it, by value. */
    public static Object byValue(String module, String type, int value) {
        return Call.of(new Name(module, type), value);
    }

    /** A member of an enum as Python 3.11 pickles it. */
    public static Object byName(String module, String type, String member) {
        return Call.of(new Name("__builtin__", "getattr"), new Name(module, type), member);
    }

    public static Object namespace(Map<String, ?> values) {
        return new New(new Name("argparse", "Namespace"), values);
    }

    public static Object set(Object... elements) {
        return Call.of(new Name("__builtin__", "set"), List.of(elements));
    }

    /** Bytes as protocol 2 has them: a text in Latin-1. */
    public static Object bytes(byte[] bytes) {
        return bytes.length == 0
                ? Call.of(new Name("__builtin__", "bytes"))
                : Call.of(new Name("_codecs", "encode"), new String(bytes, StandardCharsets.ISO_8859_1), "latin1");
    }

    public static Object bytesIo(byte[] bytes) {
        return new New(new Name("_io", "BytesIO"), Tuple.of(bytes(bytes), (long) bytes.length, null));
    }

    /** A tuple that may hold None. */
    public record Tuple(List<@Nullable Object> elements) {
        public static Tuple of(@Nullable Object... elements) {
            return new Tuple(new ArrayList<>(java.util.Arrays.asList(elements)));
        }
    }

    /** numpy's type, an unaligned little-endian one. */
    public static Object numpyType(String code) {
        return new Call(
                new Name("numpy", "dtype"),
                List.of(code, false, true),
                Tuple.of(3, code.endsWith("1") ? "|" : "<", null, null, null, -1, -1, 0));
    }

    public static Object numpyLong(String core, long value) {
        byte[] bytes = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return Call.of(new Name("numpy." + core + ".multiarray", "scalar"), numpyType("i8"), bytes(bytes));
    }

    public static Object numpyArray(String core, String code, int count, byte[] content) {
        return new Call(
                new Name("numpy." + core + ".multiarray", "_reconstruct"),
                List.of(new Name("numpy", "ndarray"), Tuple.of(0), bytes(new byte[] {'b'})),
                Tuple.of(1, Tuple.of(count), numpyType(code), false, bytes(content)));
    }

    /** {@code torch.save(root, file)}. */
    public static void save(Path file, Object root, Version version) throws IOException {
        TorchSave save = new TorchSave(version);
        save.pickle.write(0x80);
        save.pickle.write(2);
        save.put(root);
        save.pickle.write('.');
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, save.zip(file.getFileName().toString().replaceFirst("\\.[^.]*$", "")));
    }

    private void put(@Nullable Object value) throws IOException {
        if (value == null) {
            op('N');
        } else if (value instanceof Boolean truth) {
            op(truth ? 0x88 : 0x89);
        } else if (value instanceof Integer || value instanceof Long) {
            number(((Number) value).longValue());
        } else if (value instanceof Double number) {
            op('G');
            pickle.write(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof String || value instanceof Name) {
            remembered(value);
        } else if (value instanceof Tuple tuple) {
            tuple(tuple.elements());
        } else if (value instanceof List<?> list) {
            op(']');
            memoize(new Object());
            op('(');
            for (Object element : list) {
                put(element);
            }
            op('e');
        } else if (value instanceof Map<?, ?> map) {
            op('}');
            memoize(new Object());
            entries(map);
        } else if (value instanceof Ordered ordered) {
            put(Call.of(new Name("collections", "OrderedDict")));
            entries(ordered.entries());
        } else if (value instanceof Call call) {
            put(call.function());
            tuple(new ArrayList<>(call.arguments()));
            op('R');
            memoize(new Object());
            if (call.state() != null) {
                put(call.state());
                op('b');
            }
        } else if (value instanceof New made) {
            put(made.type());
            op(')', 0x81);
            memoize(new Object());
            put(made.state());
            op('b');
        } else if (value instanceof Storage storage) {
            storage(storage);
        } else {
            put(reduced(value));
        }
    }

    /** What __reduce_ex__ answers. */
    private Object reduced(Object value) throws IOException {
        if (value instanceof Tensor tensor) {
            Call plain = rebuild(tensor.content(), 0, tensor.content().shape(), null, tensor.location());
            return tensor.attributes().isEmpty()
                    ? plain
                    : Call.of(
                            new Name("torch._tensor", "_rebuild_from_type_v2"),
                            plain.function(),
                            new Name("torch", "Tensor"),
                            new Tuple(new ArrayList<>(plain.arguments())),
                            tensor.attributes());
        }
        if (value instanceof Parameter parameter) {
            Object data = new Tensor(parameter.content());
            Object hooks = new Ordered(Map.of());
            return parameter.attributes().isEmpty()
                    ? Call.of(new Name("torch._utils", "_rebuild_parameter"), data, true, hooks)
                    : Call.of(
                            new Name("torch._utils", "_rebuild_parameter_with_state"),
                            data,
                            true,
                            hooks,
                            parameter.attributes());
        }
        if (value instanceof View view) {
            return rebuild(view.whole(), view.offset(), view.shape(), view.strides(), "cpu");
        }
        if (value instanceof TensorSource content) {
            return reduced(new Tensor(content));
        }
        throw new IllegalArgumentException(value.getClass().getName());
    }

    private Call rebuild(
            TensorSource content, long offset, List<Long> shape, @Nullable List<Long> strides, String location)
            throws IOException {
        List<Long> steps = strides == null ? Shapes.contiguousStrides(shape) : strides;
        Storage storage = new Storage(content, location);
        Tuple sizes = new Tuple(new ArrayList<>(shape));
        Tuple distances = new Tuple(new ArrayList<>(steps));
        Ordered hooks = new Ordered(Map.of());
        return content.dtype().storage().isEmpty()
                ? Call.of(
                        new Name("torch._utils", "_rebuild_tensor_v3"),
                        storage,
                        offset,
                        sizes,
                        distances,
                        false,
                        hooks,
                        new Name("torch", content.dtype().torch()))
                : Call.of(
                        new Name("torch._utils", "_rebuild_tensor_v2"),
                        storage,
                        offset,
                        sizes,
                        distances,
                        false,
                        hooks);
    }

    private record Storage(TensorSource content, String location) {}

    private void storage(Storage storage) throws IOException {
        TensorSource content = storage.content();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.writeTo(Channels.newChannel(bytes));
        storages.add(bytes.toByteArray());
        boolean untyped = content.dtype().storage().isEmpty();
        long count = untyped ? bytes.size() : bytes.size() / content.dtype().bytes();
        op('(');
        put("storage");
        put(
                untyped
                        ? new Name("torch.storage", "UntypedStorage")
                        : new Name("torch", content.dtype().storage()));
        put(Integer.toString(storages.size() - 1));
        put(storage.location());
        put(count);
        op('t');
        memoize(new Object());
        op('Q');
    }

    private void tuple(List<@Nullable Object> elements) throws IOException {
        if (elements.isEmpty()) {
            op(')');
            return;
        }
        if (elements.size() > 3) {
            op('(');
        }
        for (Object element : elements) {
            put(element);
        }
        op(elements.size() > 3 ? 't' : 0x84 + elements.size());
        memoize(new Object());
    }

    private void entries(Map<?, ?> map) throws IOException {
        if (map.isEmpty()) {
            return;
        }
        op('(');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            put(entry.getKey());
            put(entry.getValue());
        }
        op('u');
    }

    private void number(long value) {
        if (value >= 0 && value < 256) {
            op('K', (int) value);
        } else if (value >= 0 && value < 65_536) {
            op('M', (int) value & 0xff, (int) value >> 8);
        } else if (value == (int) value) {
            op('J');
            little((int) value);
        } else {
            op(0x8a, 8);
            little((int) value);
            little((int) (value >> 32));
        }
    }

    private void remembered(Object value) {
        Integer before = memo.get(value);
        if (before != null) {
            if (before < 256) {
                op('h', before);
            } else {
                op('j');
                little(before);
            }
            return;
        }
        if (value instanceof Name name) {
            pickle.writeBytes(("c" + name.module() + "\n" + name.name() + "\n").getBytes(StandardCharsets.US_ASCII));
        } else {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            op('X');
            little(text.length);
            pickle.writeBytes(text);
        }
        memoize(value);
    }

    private void memoize(Object value) {
        int place = memo.size();
        memo.put(value, place);
        if (place < 256) {
            op('q', place);
        } else {
            op('r');
            little(place);
        }
    }

    private void op(int... bytes) {
        for (int each : bytes) {
            pickle.write(each);
        }
    }

    private void little(int value) {
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    // ---- the zip, as caffe2/serialize writes it with miniz: stored, sizes in headers and data descriptors, data at
    // multiples of 64 ----

    private byte[] zip(String archive) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("data.pkl", pickle.toByteArray());
        if (version.formatVersion) {
            members.put(".format_version", ascii("1"));
            members.put(".storage_alignment", ascii("64"));
        }
        if (version.byteOrder) {
            members.put("byteorder", ascii("little"));
        }
        for (int number = 0; number < storages.size(); number++) {
            members.put("data/" + number, storages.get(number));
        }
        members.put("version", ascii("3\n"));
        if (version.serializationId) {
            members.put(".data/serialization_id", ascii("1463501237120931234500001234567890123456"));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Map.Entry<String, byte[]> member : members.entrySet()) {
            member(archive + "/" + member.getKey(), member.getValue(), out, directory);
        }
        int start = out.size();
        directory.writeTo(out);
        out.write(zipEnd(members.size(), directory.size(), start));
        return out.toByteArray();
    }

    private static void member(String name, byte[] content, ByteArrayOutputStream out, ByteArrayOutputStream directory)
            throws IOException {
        byte[] bytes = ascii(name);
        CRC32 crc = new CRC32();
        crc.update(content);
        int at = out.size();
        int padding = 64 - (at + 30 + bytes.length + 4) % 64;
        ByteBuffer local = buffer(30 + bytes.length + 4 + padding);
        local.putInt(0x04034b50).putShort((short) 0).putShort((short) 0x808).putShort((short) 0);
        local.putInt(0).putInt(0).putInt(0).putInt(0); // times, checksum and sizes: behind the content
        local.putShort((short) bytes.length).putShort((short) (4 + padding)).put(bytes);
        local.put((byte) 'F').put((byte) 'B').putShort((short) padding);
        while (local.hasRemaining()) {
            local.put((byte) 'Z');
        }
        out.write(local.array());
        out.write(content);
        ByteBuffer descriptor = buffer(16);
        descriptor
                .putInt(0x08074b50)
                .putInt((int) crc.getValue())
                .putInt(content.length)
                .putInt(content.length);
        out.write(descriptor.array());
        ByteBuffer central = buffer(46 + bytes.length);
        central.putInt(0x02014b50)
                .putInt(0)
                .putShort((short) 0x808)
                .putShort((short) 0)
                .putInt(0);
        central.putInt((int) crc.getValue()).putInt(content.length).putInt(content.length);
        central.putShort((short) bytes.length)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0);
        central.putInt(0).putInt(at).put(bytes);
        directory.write(central.array());
    }

    private static byte[] zipEnd(int count, int size, int start) {
        ByteBuffer end = buffer(22).putInt(0x06054b50).putInt(0);
        return end.putShort((short) count)
                .putShort((short) count)
                .putInt(size)
                .putInt(start)
                .putShort((short) 0)
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
