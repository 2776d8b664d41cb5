package io.npushell.weights;

import io.npushell.model.ElementType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The whitelist: what a name in a pickle may become. Nothing is looked up by reflection, so a hostile name constructs nothing.
 *
 * <p>Harmless names without a use here (dtypes, enums of the trainer, random states) become {@link Opaque}, which swallows whatever is done to it.
 * Classes that stand for tensors are none of these: a tensor must be read as it is, or the file refused.
 */
final class PickledNames {
    private static final String TRAINERS =
            "(megatron|modellink|mindspeed|mindspeed_llm|mindspeed_mm|mindspeed_rl|ascendspeed)";

    private static final Pattern OPAQUE = Pattern.compile(String.join(
            "|",
            "torch\\.(device|Size|Generator|[a-z]+[0-9]+|float8_\\w+|[a-z]*(float|double|half|complex)|long|int|short|bool)",
            "torch\\.(strided|sparse_[a-z]+|[a-z]+_format|channels_last(_3d)?|serialization\\._get_layout)",
            "torch\\.nn\\.(functional|init)\\.[a-z_]+|torch\\._C\\._nn\\.[a-z_]+",
            "torch\\.(distributed|nn\\.attention|optim|_C)(\\.[a-z_0-9]+)*\\._?[A-Z]\\w+",
            "torch_npu\\.npu\\._format\\.Format|transformer_engine\\.common\\.recipe\\.\\w+",
            "numpy\\.(ndarray|[a-z]+[0-9]+|bool_?|longlong|ulonglong|str_|bytes_)|numpy\\.(core|_core)\\.numeric\\._frombuffer",
            "numpy\\.(core|_core)\\.multiarray\\.(_reconstruct|_frombuffer)",
            "numpy\\.random\\.(_pickle\\.__[a-z_]+_ctor|mtrand\\.RandomState|_generator\\.Generator|_[a-z0-9]+\\.[A-Z]\\w+)",
            "numpy\\.random\\.bit_generator\\.(__pyx_unpickle_SeedSequence|SeedSequence|SeedlessSequence)",
            "(__builtin__|builtins)\\.(int|long|float|bool|str|unicode|list|dict|tuple|object|complex|slice|x?range|Ellipsis)",
            "_?io\\.BytesIO|functools\\.partial|datetime\\.(datetime|date|time|timedelta|timezone)|decimal\\.Decimal|uuid\\.UUID",
            "signal\\.Signals|pathlib\\.(Pure)?PosixPath",
            TRAINERS + "\\.[\\w.]+"));

    /** Python's own doors to running anything; no training saves one. */
    private static final Pattern RUNS = Pattern.compile(
            "(os|posix|nt|sys|subprocess|popen2|commands|pty|shutil|socket|importlib|imp|runpy|ctypes|code|codeop|marshal|pickle|_pickle|cloudpickle"
                    + "|dill|joblib|pdb|bdb|timeit|cProfile|profile|trace|webbrowser|multiprocessing|threading|_thread|asyncio|concurrent|pip|pkgutil"
                    + "|operator|_operator|inspect|gc|types|urllib|urllib2|http|requests|tempfile|platform|site|venv|ensurepip)\\..*"
                    + "|(__builtin__|builtins)\\.(eval|exec|execfile|compile|open|input|raw_input|__import__|globals|locals|vars|delattr|setattr|apply|map"
                    + "|filter|type|file|breakpoint|exit|quit|help)|torch\\.(hub|load|utils\\.cpp_extension|utils\\.model_zoo|ops|jit|serialization\\.load)(\\..*)?"
                    + "|numpy\\.(load|testing\\..*|f2py\\..*|distutils\\..*|ctypeslib\\..*)|functools\\.reduce|.*\\.(system|popen|Popen)");

    /** Python 3.11 pickles the members of an enum by their name, and earlier ones nested classes. */
    private static final Pattern HAS_MEMBERS = Pattern.compile("torch\\..*|" + TRAINERS + "\\..*");

    private static final Pattern MEMBER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,80}");

    private final TensorMaker tensors;
    private final IdentityHashMap<TorchFileWriter.Namespace, Map<String, @Nullable Object>> namespaces =
            new IdentityHashMap<>();

    PickledNames(TensorMaker tensors) {
        this.tensors = tensors;
    }

    /** Makes a tensor out of a part of a storage, or refuses. */
    interface TensorMaker {
        TorchFile.Tensor make(Storage storage, long offset, List<Long> shape, List<Long> strides) throws IOException;
    }

    record Storage(ElementType dtype, String key, long count) {}

    record Opaque(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** numpy's name of an element type, such as "i8"; its byte order comes behind it. */
    private static final class NumpyType {
        private final String code;
        private boolean bigEndian;

        NumpyType(String code) {
            this.code = code;
        }
    }

    private enum Known {
        REBUILD_TENSOR,
        REBUILD_NPU_TENSOR,
        REBUILD_TYPED_TENSOR,
        REBUILD_DEVICE_TENSOR,
        REBUILD_PARAMETER,
        REBUILD_WITH_ATTRIBUTES,
        TENSOR_CLASS,
        ORDERED_DICT,
        DEFAULT_DICT,
        COUNTER,
        DEQUE,
        SET,
        NAMESPACE,
        MEMBER_OF,
        ENCODE,
        BYTES,
        NUMPY_TYPE,
        NUMPY_SCALAR
    }

    private static final Map<String, Object> KNOWN = known();

    private static Map<String, Object> known() {
        Map<String, Object> known = new HashMap<>();
        known.put("torch._utils._rebuild_tensor", Known.REBUILD_TENSOR);
        known.put("torch._utils._rebuild_tensor_v2", Known.REBUILD_TENSOR);
        known.put("torch._utils._rebuild_tensor_v3", Known.REBUILD_TYPED_TENSOR);
        known.put("torch._utils._rebuild_device_tensor_from_cpu_tensor", Known.REBUILD_DEVICE_TENSOR);
        known.put("torch_npu.utils.storage._rebuild_npu_tensor", Known.REBUILD_NPU_TENSOR);
        known.put("torch._utils._rebuild_parameter", Known.REBUILD_PARAMETER);
        known.put("torch._utils._rebuild_parameter_with_state", Known.REBUILD_PARAMETER);
        known.put("torch._tensor._rebuild_from_type", Known.REBUILD_WITH_ATTRIBUTES);
        known.put("torch._tensor._rebuild_from_type_v2", Known.REBUILD_WITH_ATTRIBUTES);
        known.put("torch.Tensor", Known.TENSOR_CLASS);
        known.put("torch._tensor.Tensor", Known.TENSOR_CLASS);
        known.put("torch.nn.parameter.Parameter", Known.TENSOR_CLASS);
        known.put("torch.nn.parameter.Buffer", Known.TENSOR_CLASS);
        known.put("collections.OrderedDict", Known.ORDERED_DICT);
        known.put("collections.defaultdict", Known.DEFAULT_DICT);
        known.put("collections.Counter", Known.COUNTER);
        known.put("collections.deque", Known.DEQUE);
        known.put("argparse.Namespace", Known.NAMESPACE);
        known.put("types.SimpleNamespace", Known.NAMESPACE);
        for (String builtins : List.of("__builtin__.", "builtins.")) {
            known.put(builtins + "set", Known.SET);
            known.put(builtins + "frozenset", Known.SET);
            known.put(builtins + "getattr", Known.MEMBER_OF);
            known.put(builtins + "bytes", Known.BYTES);
            known.put(builtins + "bytearray", Known.BYTES);
        }
        known.put("_codecs.encode", Known.ENCODE);
        known.put("numpy.dtype", Known.NUMPY_TYPE);
        known.put("numpy.core.multiarray.scalar", Known.NUMPY_SCALAR);
        known.put("numpy._core.multiarray.scalar", Known.NUMPY_SCALAR);
        Arrays.stream(ElementType.values())
                .filter(dtype -> !dtype.storage().isEmpty())
                .forEach(dtype -> known.put("torch." + dtype.storage(), dtype));
        for (String untyped : List.of("torch.UntypedStorage", "torch.storage.UntypedStorage")) {
            known.put(untyped, ElementType.UINT8);
        }
        return known;
    }

    Object named(String module, String attribute) throws BrokenFileException {
        String name = module + "." + attribute;
        Object known = KNOWN.get(name);
        if (known != null) {
            return known;
        }
        if (OPAQUE.matcher(name).matches()) {
            return new Opaque(name);
        }
        String refused = "holds a '" + printable(name) + "', which npu-shell does not construct";
        throw RUNS.matcher(name).matches()
                ? BrokenFileException.hostile(refused + ": whoever loads it runs that")
                : BrokenFileException.notUnderstood(refused);
    }

    @Nullable Object construct(@Nullable Object what, List<?> arguments) throws IOException {
        if (what instanceof Opaque) {
            return what;
        }
        if (!(what instanceof Known known)) {
            throw damaged();
        }
        return switch (known) {
            case REBUILD_TENSOR, REBUILD_NPU_TENSOR -> tensor(known, arguments);
            case REBUILD_TYPED_TENSOR -> typedTensor(arguments);
            case REBUILD_DEVICE_TENSOR -> deviceTensor(arguments);
            case REBUILD_PARAMETER -> tensorAmong(arguments, 0);
            case REBUILD_WITH_ATTRIBUTES -> withAttributes(arguments);
            case ORDERED_DICT -> pairs(arguments);
            case DEFAULT_DICT -> new LinkedHashMap<Object, @Nullable Object>();
            case COUNTER -> counter(arguments);
            case DEQUE, SET -> elements(arguments);
            case NAMESPACE -> namespace(arguments);
            case MEMBER_OF -> member(arguments);
            case ENCODE, BYTES -> bytes(arguments);
            case NUMPY_TYPE -> numpyType(arguments);
            case NUMPY_SCALAR -> numpyScalar(arguments);
            case TENSOR_CLASS ->
                throw BrokenFileException.notUnderstood("holds a tensor that is made by its class alone");
        };
    }

    void build(@Nullable Object target, @Nullable Object state) throws BrokenFileException {
        if (target instanceof TorchFileWriter.Namespace namespace && state instanceof Map<?, ?> attributes) {
            Map<String, @Nullable Object> values = namespaces.get(namespace);
            if (values == null) {
                throw damaged();
            }
            attributes.forEach((key, value) -> values.put(String.valueOf(key), value));
        } else if (target instanceof NumpyType type && state instanceof List<?> fields) {
            type.bigEndian = fields.size() > 1 && ">".equals(fields.get(1));
        } else if (target instanceof TorchFile.Tensor) {
            throw BrokenFileException.notUnderstood("holds a tensor that is set from a state of its own");
        } else if (!(target instanceof Opaque
                || target instanceof LinkedHashMap)) { // an OrderedDict's own attributes do not matter
            throw damaged();
        }
    }

    Storage storage(@Nullable Object id) throws BrokenFileException {
        if (id instanceof List<?> fields
                && fields.size() >= 5
                && "storage".equals(fields.get(0))
                && fields.get(1) instanceof ElementType dtype
                && fields.get(2) instanceof String key
                && fields.get(4) instanceof Long count) {
            return new Storage(dtype, key, count);
        }
        throw BrokenFileException.notUnderstood("has a tensor of a kind that npu-shell does not read");
    }

    /** Keys must be of a kind whose hash is cheap and finite: a list may contain itself. None becomes "None". */
    static Object key(@Nullable Object key) throws BrokenFileException {
        if (key == null) {
            return "None";
        }
        if (simple(key)) {
            return key;
        }
        if (key instanceof List<?> tuple && tuple.size() <= 16 && tuple.stream().allMatch(PickledNames::simple)) {
            return List.copyOf(tuple);
        }
        throw BrokenFileException.notUnderstood("has a dictionary key that is neither a text nor a number nor a type");
    }

    private static boolean simple(@Nullable Object value) {
        return value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Opaque
                || value instanceof ElementType;
    }

    private Object tensor(Known kind, List<?> arguments) throws IOException {
        if (arguments.size() >= 4
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Long offset) {
            if (kind == Known.REBUILD_TENSOR) {
                refuseBits(arguments, 6);
            }
            return tensors.make(storage, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
        }
        throw damaged();
    }

    /** Its storage is bytes, and its type comes behind. */
    private Object typedTensor(List<?> arguments) throws IOException {
        if (arguments.size() >= 7
                && arguments.get(0) instanceof Storage storage
                && arguments.get(1) instanceof Long offset
                && arguments.get(6) instanceof Opaque type) {
            refuseBits(arguments, 7);
            ElementType dtype = Arrays.stream(ElementType.values())
                    .filter(each -> type.name().equals("torch." + each.torch()))
                    .findFirst()
                    .orElseThrow(() -> BrokenFileException.notUnderstood("has a tensor of type " + type.name()));
            Storage typed = new Storage(
                    dtype, storage.key(), storage.count() * storage.dtype().bytes() / dtype.bytes());
            return tensors.make(typed, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
        }
        throw damaged();
    }

    /** One of a device without storages, saved as it was on the CPU. */
    private static Object deviceTensor(List<?> arguments) throws BrokenFileException {
        TorchFile.Tensor tensor = tensorAmong(arguments, 0);
        if (arguments.size() < 2 || !("torch." + tensor.dtype().torch()).equals(String.valueOf(arguments.get(1)))) {
            throw BrokenFileException.notUnderstood("has a tensor that is loaded as another type than it is saved");
        }
        return tensor;
    }

    /** Since torch 2.0, where the trainer hung attributes to a tensor; they say nothing about its elements. */
    private Object withAttributes(List<?> arguments) throws IOException {
        if (arguments.size() < 3 || !(arguments.get(2) instanceof List<?> inner)) {
            throw damaged();
        }
        if (arguments.get(1) != Known.TENSOR_CLASS) {
            throw BrokenFileException.notUnderstood("has a tensor of the class '" + arguments.get(1) + "'");
        }
        if (arguments.get(0) == Known.REBUILD_WITH_ATTRIBUTES) {
            throw damaged(); // may hold itself
        }
        return construct(arguments.get(0), inner) instanceof TorchFile.Tensor tensor ? tensor : refuseTensor();
    }

    private static Object refuseTensor() throws BrokenFileException {
        throw damaged();
    }

    private static TorchFile.Tensor tensorAmong(List<?> arguments, int index) throws BrokenFileException {
        if (arguments.size() > index && arguments.get(index) instanceof TorchFile.Tensor tensor) {
            return tensor;
        }
        throw damaged();
    }

    /** torch notes there that all elements are to be negated or conjugated. */
    private static void refuseBits(List<?> arguments, int index) throws BrokenFileException {
        if (arguments.size() > index
                && arguments.get(index) instanceof Map<?, ?> bits
                && bits.values().stream().anyMatch(Boolean.TRUE::equals)) {
            throw BrokenFileException.notUnderstood("has a tensor with the note " + bits.keySet());
        }
    }

    private static Object pairs(List<?> arguments) throws BrokenFileException {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        if (arguments.isEmpty()) {
            return map;
        }
        if (!(arguments.get(0) instanceof List<?> pairs)) {
            throw damaged();
        }
        for (Object pair : pairs) {
            if (!(pair instanceof List<?> two) || two.size() != 2) {
                throw damaged();
            }
            map.put(key(two.get(0)), two.get(1));
        }
        return map;
    }

    private static Object counter(List<?> arguments) throws BrokenFileException {
        if (arguments.isEmpty()) {
            return new LinkedHashMap<Object, @Nullable Object>();
        }
        if (arguments.get(0) instanceof Map<?, ?> map) {
            return new LinkedHashMap<Object, @Nullable Object>(map);
        }
        throw damaged();
    }

    private static Object elements(List<?> arguments) throws BrokenFileException {
        if (arguments.isEmpty()) {
            return new ArrayList<@Nullable Object>();
        }
        if (arguments.get(0) instanceof List<?> list) {
            return new ArrayList<@Nullable Object>(list);
        }
        throw damaged();
    }

    private Object namespace(List<?> arguments) throws BrokenFileException {
        if (!arguments.isEmpty()) {
            throw damaged();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        TorchFileWriter.Namespace namespace = new TorchFileWriter.Namespace(Collections.unmodifiableMap(values));
        namespaces.put(namespace, values);
        return namespace;
    }

    private static Object member(List<?> arguments) throws BrokenFileException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof Opaque owner
                && arguments.get(1) instanceof String name
                && HAS_MEMBERS.matcher(owner.name()).matches()
                && owner.name().length() < 400
                && MEMBER.matcher(name).matches()) {
            return new Opaque(owner.name() + "." + name);
        }
        throw BrokenFileException.notUnderstood(
                "holds a 'getattr' of something else than an enum, which npu-shell does not construct");
    }

    private static Object bytes(List<?> arguments) throws BrokenFileException {
        if (arguments.isEmpty()) {
            return new byte[0];
        }
        if (arguments.get(0) instanceof byte[] bytes) {
            return bytes;
        }
        if (arguments.get(0) instanceof String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1); // as Python does it for protocol 2
        }
        throw damaged();
    }

    private static Object numpyType(List<?> arguments) throws BrokenFileException {
        if (!arguments.isEmpty() && arguments.get(0) instanceof String code) {
            return new NumpyType(code);
        }
        return new Opaque("numpy.dtype");
    }

    /** A number; what is no number or too rare stays its type's name. */
    private static Object numpyScalar(List<?> arguments) {
        if (arguments.size() < 2
                || !(arguments.get(0) instanceof NumpyType type)
                || !(arguments.get(1) instanceof byte[] bytes)) {
            return new Opaque("numpy.scalar");
        }
        ByteBuffer value =
                ByteBuffer.wrap(bytes).order(type.bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return switch (type.code + ":" + bytes.length) {
            case "b1:1" -> value.get() != 0;
            case "i1:1" -> (long) value.get();
            case "u1:1" -> value.get() & 0xffL;
            case "i2:2" -> (long) value.getShort();
            case "u2:2" -> value.getShort() & 0xffffL;
            case "i4:4" -> (long) value.getInt();
            case "u4:4" -> value.getInt() & 0xffff_ffffL;
            case "i8:8" -> value.getLong();
            case "u8:8" -> value.getLong() >= 0 ? value.getLong(0) : new Opaque("numpy.u8");
            case "f4:4" -> (double) value.getFloat();
            case "f8:8" -> value.getDouble();
            default -> new Opaque("numpy." + type.code);
        };
    }

    private static List<Long> numbers(@Nullable Object tuple) throws BrokenFileException {
        if (tuple instanceof List<?> list && list.size() <= 64 && list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().map(Long.class::cast).toList();
        }
        throw damaged();
    }

    private static BrokenFileException damaged() {
        return new BrokenFileException("has a damaged pickle");
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(80, name.length())).replaceAll("[^\\x21-\\x7e]", "?");
    }
}
