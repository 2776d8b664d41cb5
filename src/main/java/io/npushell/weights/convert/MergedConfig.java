package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ConfigKeys;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamily;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The config.json of a merged model: the original's, or one made from what the checkpoint says of itself. */
final class MergedConfig {
    private static final double UPSTREAM_EPSILON = 1e-5;

    private MergedConfig() {}

    /** The same with the element type that the weights have. */
    static Map<String, @Nullable Object> retyped(Map<String, @Nullable Object> values, ElementType dtype) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>(values);
        String name = torchName(dtype);
        if (!name.equals(config.get("torch_dtype"))) {
            config.put("torch_dtype", name);
            for (ElementType each :
                    List.of(ElementType.BFLOAT16, ElementType.FLOAT16, ElementType.FLOAT32)) { // Qwen's own switches
                String key = each == ElementType.BFLOAT16 ? "bf16" : each == ElementType.FLOAT16 ? "fp16" : "fp32";
                if (config.containsKey(key)) {
                    config.put(key, each == dtype);
                }
            }
        }
        return config;
    }

    static String torchName(ElementType dtype) {
        return switch (dtype) {
            case FLOAT16 -> "float16";
            case BFLOAT16 -> "bfloat16";
            case FLOAT64 -> "float64";
            default -> "float32";
        };
    }

    /** For a model that was trained from nothing, so that there is no original. */
    static HfConfig made(ModelFamily family, MegatronModel model, Path file) {
        ConfigKeys keys = family.config();
        Map<String, @Nullable Object> args = model.args();
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        long heads = arg(model, "num_attention_heads");
        long groups = Boolean.TRUE.equals(args.get("group_query_attention")) ? arg(model, "num_query_groups") : heads;
        config.put("model_type", keys.modelType());
        config.put(keys.hidden(), arg(model, "hidden_size"));
        config.put(keys.heads(), heads);
        put(config, keys.headWidth(), () -> arg(model, "kv_channels"));
        put(config, keys.sequenceLength(), () -> arg(model, "seq_length"));
        config.put("architectures", List.of(keys.architecture()));
        config.put(keys.layers(), arg(model, "num_layers"));
        config.put(keys.ffn(), (keys.ffnHoldsBoth() ? 2 : 1) * arg(model, "ffn_hidden_size"));
        config.put(keys.vocabulary(), arg(model, "padded_vocab_size"));
        put(config, keys.maxPositions(), () -> arg(model, "max_position_embeddings"));
        config.put(
                keys.normEpsilon(),
                args.get("norm_epsilon") instanceof Number number ? number.doubleValue() : UPSTREAM_EPSILON);
        put(config, keys.rotaryBase(), () -> args.getOrDefault("rotary_base", 10000L));
        put(config, keys.rotaryFraction(), () -> args.getOrDefault("rotary_percent", 1.0));
        put(config, keys.grouped(), () -> groups != heads);
        if (keys.grouped() != null || groups != heads) {
            put(config, keys.kvGroups(), () -> groups);
        }
        config.putAll(keys.constants());
        return HfConfig.of(file, config, family);
    }

    private static void put(
            Map<String, @Nullable Object> config, @Nullable String key, Supplier<? extends @Nullable Object> value) {
        if (key != null) {
            config.put(key, value.get());
        }
    }

    private static long arg(MegatronModel model, String name) {
        long number = model.number(name);
        if (number <= 0) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the checkpoint does not say its " + name + ", so no config.json can be made for it",
                    "--original DIRECTORY names a model whose config.json fits");
        }
        return number;
    }
}
