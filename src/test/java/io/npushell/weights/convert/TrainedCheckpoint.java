package io.npushell.weights.convert;

import io.npushell.model.ElementType;
import io.npushell.weights.SavedIteration;
import io.npushell.weights.TensorContent;
import io.npushell.weights.TorchFile;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.TorchSave;
import io.npushell.weights.TorchSave.Call;
import io.npushell.weights.TorchSave.Name;
import io.npushell.weights.TorchSave.Ordered;
import io.npushell.weights.TorchSave.Tensor;
import io.npushell.weights.TorchSave.Tuple;
import io.npushell.weights.TorchSave.Version;
import io.npushell.weights.convert.SmallModel.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Makes of converted weights what Megatron saves after training them: after megatron/training/checkpointing.py, optimizer/optimizer.py and
 * optimizer/distrib_optimizer.py.
 */
public final class TrainedCheckpoint {
    private static final Map<String, Object> ATTRIBUTES = attributes();

    private final Version version;
    private final boolean distributed;
    private final boolean python311;
    private final String numpy;

    public TrainedCheckpoint(Version version, boolean distributed, boolean python311) {
        this.version = version;
        this.distributed = distributed;
        this.python311 = python311;
        this.numpy = version.compareTo(Version.V2_4) >= 0 ? "_core" : "core";
    }

    /** Writes iteration 100 of it. */
    public void save(Path converted, Path target) throws IOException {
        for (SavedIteration saved : SavedIteration.list(converted)) {
            for (Path file : saved.files()) {
                Path rank =
                        target.resolve("iter_0000100").resolve(file.getParent().getFileName());
                try (TorchFile torch = TorchFile.open(file)) {
                    TorchSave.save(rank.resolve("model_optim_rng.pt"), root(torch.root()), version);
                }
                if (distributed) {
                    TorchSave.save(rank.resolve("distrib_optim.pt"), parameterState(), version);
                }
            }
        }
        Files.writeString(target.resolve("latest_checkpointed_iteration.txt"), "100");
    }

    private Map<String, Object> root(Map<String, Object> converted) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("args", TorchSave.namespace(args(((TorchFileWriter.Namespace) converted.get("args")).values())));
        root.put("checkpoint_version", 3.0);
        root.put("iteration", 100);
        root.put("num_floating_point_operations_so_far", TorchSave.numpyLong(numpy, 1L << 50));
        Object model = model(converted.get("model"));
        root.put("model", model);
        root.put("optimizer", distributed ? groupsAlone() : optimizer());
        root.put("opt_param_scheduler", scheduler());
        root.put("rng_state", List.of(randomState()));
        return root;
    }

    private Map<String, Object> args(Map<String, ?> converted) {
        Map<String, Object> args = new LinkedHashMap<>();
        converted.forEach((name, value) -> {
            if (value == null
                    || value instanceof String
                    || value instanceof Boolean
                    || value instanceof Number
                    || value instanceof List) {
                args.put(name, value);
            }
        });
        args.put("iteration", 100);
        args.put("consumed_train_samples", TorchSave.numpyLong(numpy, 6400));
        args.put("params_dtype", new Name("torch", "bfloat16"));
        args.put("model_type", member("megatron.core.enums", "ModelType", "encoder_or_decoder", 1));
        args.put("attention_backend", member("megatron.core.transformer.enums", "AttnBackend", "auto", 5));
        args.put("exit_signal", member("signal", "Signals", "SIGTERM", 15));
        args.put("disabled_modules", TorchSave.set("moe", "mla"));
        args.put("device", Call.of(new Name("torch", "device"), "cpu"));
        args.put("layout", Call.of(new Name("torch.serialization", "_get_layout"), "torch.strided"));
        args.put("sizes", Call.of(new Name("torch", "Size"), Tuple.of(2, 3)));
        args.put(
                "by_type",
                Map.of(new Name("torch", "bfloat16"), 2, 7, "number", Tuple.of(1, new Name("torch", "int8")), 1));
        args.put("save", Call.of(new Name("pathlib", "PosixPath"), "/", "ckpt"));
        return args;
    }

    /** signal.Signals pickles by value in every Python. */
    private Object member(String module, String type, String name, int value) {
        return python311 && !module.equals("signal")
                ? TorchSave.byName(module, type, name)
                : TorchSave.byValue(module, type, value);
    }

    /** What torch.nn.Module.state_dict gives: ordered, plain tensors; parameters where keep_vars was asked for, as ModelLink's LoRA does. */
    private Object model(Object value) {
        int[] number = new int[1];
        Map<String, Object> model = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((name, part) -> model.put((String) name, part(part, number)));
        if (version.compareTo(Version.V2_6) >= 0) {
            model.put("_extra_state", TorchSave.bytesIo("state".getBytes(StandardCharsets.US_ASCII)));
        }
        return model;
    }

    private Object part(Object value, int[] number) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> parts = new LinkedHashMap<>();
            map.forEach((name, part) -> parts.put((String) name, part(part, number)));
            return parts.values().stream().anyMatch(Map.class::isInstance) ? parts : new Ordered(parts);
        }
        TensorContent tensor = (TensorContent) value;
        return switch (number[0]++ % 4) {
            case 0 -> new Tensor(tensor, Map.of(), "npu:0");
            case 1 -> new TorchSave.Parameter(tensor, Map.of());
            case 2 -> new TorchSave.Parameter(tensor, ATTRIBUTES);
            default -> new Tensor(tensor, ATTRIBUTES, "npu:0");
        };
    }

    /** Float16OptimizerWithFloat16Params: the copies in fp32 carry Megatron's attributes. */
    private static Map<String, Object> optimizer() {
        List<Object> copies = new ArrayList<>();
        Map<Object, Object> state = new LinkedHashMap<>();
        for (int number = 0; number < 3; number++) {
            copies.add(new Tensor(floats(8), ATTRIBUTES, "npu:0"));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("step", new Tensor(floats(1)));
            one.put("exp_avg", new Tensor(floats(8)));
            one.put("exp_avg_sq", new Tensor(floats(8)));
            state.put(number, one);
        }
        Map<String, Object> optimizer = new LinkedHashMap<>();
        optimizer.put("optimizer", Map.of("state", state, "param_groups", List.of(group())));
        optimizer.put("grad_scaler", Map.of());
        optimizer.put("fp32_from_fp16_params", List.of(copies));
        return optimizer;
    }

    private static Map<String, Object> groupsAlone() {
        return Map.of(
                "optimizer",
                Map.of("param_groups", List.of(group())),
                "param_state_sharding_type",
                "dp_zero_gather_scatter");
    }

    private static Map<String, Object> group() {
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("lr", 1.25e-6);
        group.put("betas", Tuple.of(0.9, 0.95));
        group.put("eps", 1e-8);
        group.put("foreach", null);
        group.put("params", List.of(0, 1, 2));
        return group;
    }

    /** distrib_optim.pt: by buffer, then by the types of parameters and gradients, then the ranges of each bucket. */
    private Map<Object, Object> parameterState() {
        Map<Object, Object> types = new LinkedHashMap<>();
        Map<String, Object> world = new LinkedHashMap<>();
        for (String name : List.of("param", "exp_avg", "exp_avg_sq")) {
            world.put(name, new Tensor(floats(64)));
        }
        world.put("numel_unpadded", 60);
        types.put(Tuple.of(new Name("torch", "bfloat16"), new Name("torch", "float32")), List.of(world));
        types.put(new Name("torch", "float32"), world);
        Map<Object, Object> state = new LinkedHashMap<>();
        state.put("buckets_coalesced", true);
        state.put("per_bucket_numel", List.of(Map.of(new Name("torch", "float32"), List.of(64))));
        state.put(0, types);
        return state;
    }

    private static Map<String, Object> scheduler() {
        Map<String, Object> scheduler = new LinkedHashMap<>();
        scheduler.put("max_lr", 1.25e-6);
        scheduler.put("num_steps", 6400);
        scheduler.put("lr_decay_style", "cosine");
        return scheduler;
    }

    private Map<String, Object> randomState() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("random_rng_state", Tuple.of(3, Tuple.of(2147483648L, 4294967295L, 624), null));
        state.put("np_rng_state", Tuple.of("MT19937", TorchSave.numpyArray(numpy, "u4", 4, new byte[16]), 624, 0, 0.0));
        state.put("torch_rng_state", new Tensor(new Bytes(ElementType.UINT8, List.of(16L), new byte[16])));
        state.put("cuda_rng_state", new Tensor(new Bytes(ElementType.UINT8, List.of(16L), new byte[16])));
        state.put(
                "rng_tracker_states",
                Map.of("model-parallel-rng", new Tensor(new Bytes(ElementType.UINT8, List.of(8L), new byte[8]))));
        return state;
    }

    private static Bytes floats(int count) {
        return new Bytes(ElementType.FLOAT32, List.of((long) count), new byte[4 * count]);
    }

    private static Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("tensor_model_parallel", true);
        attributes.put("partition_dim", 0);
        attributes.put("partition_stride", 1);
        attributes.put("sequence_parallel", false);
        return attributes;
    }

    /** Saves one rank's file again, changed. */
    static void resave(Path file, UnaryOperator<Map<String, Object>> change) throws IOException {
        Path other = file.resolveSibling("changed.pt");
        try (TorchFile torch = TorchFile.open(file)) {
            Map<String, Object> root = new LinkedHashMap<>();
            torch.root().forEach((name, value) -> root.put(name, writable(value)));
            TorchSave.save(other, change.apply(root), Version.V2_1);
        }
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts another value into the args. */
    @SuppressWarnings("unchecked") // the state of a namespace is a dictionary
    static UnaryOperator<Map<String, Object>> arg(String name, Object value) {
        return root -> {
            Map<String, Object> args = new LinkedHashMap<>((Map<String, ?>) ((TorchSave.New) root.get("args")).state());
            args.put(name, value);
            root.put("args", TorchSave.namespace(args));
            return root;
        };
    }

    private static Object writable(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> written = new LinkedHashMap<>();
            map.forEach((name, part) -> written.put(name, writable(part)));
            return written;
        }
        if (value instanceof TorchFileWriter.Namespace namespace) {
            Map<String, Object> written = new LinkedHashMap<>();
            namespace.values().forEach((name, part) -> written.put(name, writable(part)));
            return TorchSave.namespace(written);
        }
        if (value instanceof TensorContent tensor) {
            return new Tensor(tensor);
        }
        String text = String.valueOf(value);
        return value != null && value.getClass().getSimpleName().equals("Opaque")
                ? new Name(text.substring(0, text.lastIndexOf('.')), text.substring(text.lastIndexOf('.') + 1))
                : value;
    }
}
