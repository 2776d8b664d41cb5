package io.npushell.weights;

import java.io.IOException;
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
 * <p>Harmless names without a use here (dtypes, enums of the trainer, numpy's random state) become {@link Opaque}, which swallows whatever is done to it.
 */
final class PickledNames {
    private static final Pattern OPAQUE =
            Pattern.compile("torch\\.(device|Size|Generator|[a-z]+[0-9]+|half|double|long|int|short|bool)"
                    + "|numpy\\.(ndarray|dtype)|numpy\\.(core|_core)\\.(multiarray|numeric)\\.(_reconstruct|scalar|_frombuffer)"
                    + "|torch_npu\\.npu\\._format\\.Format|_codecs\\.encode|signal\\.Signals|pathlib\\.(Pure)?PosixPath"
                    + "|(megatron|modellink|mindspeed|mindspeed_llm|ascendspeed)\\.[\\w.]+");

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

    record Storage(DType dtype, String key, long count) {}

    record Opaque(String name) {
        @Override
        public String toString() {
            return name;
        }
    }

    private enum Known {
        REBUILD_TENSOR,
        REBUILD_PARAMETER,
        ORDERED_DICT,
        NAMESPACE
    }

    private static final Map<String, Object> KNOWN = known();

    private static Map<String, Object> known() {
        Map<String, Object> known = new HashMap<>();
        known.put("torch._utils._rebuild_tensor_v2", Known.REBUILD_TENSOR);
        known.put("torch_npu.utils.storage._rebuild_npu_tensor", Known.REBUILD_TENSOR);
        known.put("torch._utils._rebuild_parameter", Known.REBUILD_PARAMETER);
        known.put("torch._utils._rebuild_parameter_with_state", Known.REBUILD_PARAMETER);
        known.put("collections.OrderedDict", Known.ORDERED_DICT);
        known.put("argparse.Namespace", Known.NAMESPACE);
        Arrays.stream(DType.values()).forEach(dtype -> known.put("torch." + dtype.storage(), dtype));
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
        throw new BrokenFileException("holds a '" + printable(name) + "', which npu-shell does not construct");
    }

    @Nullable Object construct(@Nullable Object what, List<?> arguments) throws IOException {
        if (what instanceof Opaque) {
            return what;
        }
        if (what == Known.ORDERED_DICT && arguments.isEmpty()) {
            return new LinkedHashMap<Object, @Nullable Object>();
        }
        if (what == Known.NAMESPACE && arguments.isEmpty()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            TorchFileWriter.Namespace namespace = new TorchFileWriter.Namespace(Collections.unmodifiableMap(values));
            namespaces.put(namespace, values);
            return namespace;
        }
        if (what == Known.REBUILD_PARAMETER && !arguments.isEmpty() && arguments.get(0) instanceof TorchFile.Tensor) {
            return arguments.get(0);
        }
        if (what == Known.REBUILD_TENSOR && arguments.size() >= 4) {
            return tensor(arguments);
        }
        throw new BrokenFileException("has a damaged pickle");
    }

    void build(@Nullable Object target, @Nullable Object state) throws BrokenFileException {
        if (target instanceof TorchFileWriter.Namespace namespace && state instanceof Map<?, ?> attributes) {
            Map<String, @Nullable Object> values = namespaces.get(namespace);
            if (values == null) {
                throw new BrokenFileException("has a damaged pickle");
            }
            attributes.forEach((key, value) -> values.put(String.valueOf(key), value));
        } else if (!(target instanceof Opaque
                || target instanceof LinkedHashMap)) { // an OrderedDict's own attributes do not matter
            throw new BrokenFileException("has a damaged pickle");
        }
    }

    Storage storage(@Nullable Object id) throws BrokenFileException {
        if (id instanceof List<?> fields
                && fields.size() >= 5
                && "storage".equals(fields.get(0))
                && fields.get(1) instanceof DType dtype
                && fields.get(2) instanceof String key
                && fields.get(4) instanceof Long count) {
            return new Storage(dtype, key, count);
        }
        throw new BrokenFileException("has a tensor of a kind that npu-shell does not read");
    }

    /** Keys must be of a kind whose hash is cheap and finite: a list may contain itself. */
    static Object key(@Nullable Object key) throws BrokenFileException {
        if (key instanceof String || key instanceof Number || key instanceof Boolean) {
            return key;
        }
        if (key instanceof List<?> tuple && tuple.size() <= 16 && tuple.stream().allMatch(PickledNames::simple)) {
            return List.copyOf(tuple);
        }
        throw new BrokenFileException("has a dictionary key that is neither a text nor a number");
    }

    private static boolean simple(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private Object tensor(List<?> arguments) throws IOException {
        if (arguments.get(0) instanceof Storage storage && arguments.get(1) instanceof Long offset) {
            return tensors.make(storage, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
        }
        throw new BrokenFileException("has a damaged pickle");
    }

    private static List<Long> numbers(@Nullable Object tuple) throws BrokenFileException {
        if (tuple instanceof List<?> list && list.size() <= 64 && list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().map(Long.class::cast).toList();
        }
        throw new BrokenFileException("has a damaged pickle");
    }

    private static String printable(String name) {
        return name.substring(0, Math.min(80, name.length())).replaceAll("[^\\x21-\\x7e]", "?");
    }
}
