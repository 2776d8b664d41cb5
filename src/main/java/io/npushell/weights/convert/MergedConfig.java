package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The config.json of a merged model: the original's, or one made from what the checkpoint says of itself. */
final class MergedConfig {
    private MergedConfig() {}

    /** The same with the element type that the weights have. */
    static Map<String, @Nullable Object> retyped(Map<String, @Nullable Object> values, DType dtype) {
        Map<String, @Nullable Object> config = new LinkedHashMap<>(values);
        String name = torchName(dtype);
        if (!name.equals(config.get("torch_dtype"))) {
            config.put("torch_dtype", name);
            for (DType each : List.of(DType.BFLOAT16, DType.FLOAT16, DType.FLOAT32)) { // Qwen's own switches
                String key = each == DType.BFLOAT16 ? "bf16" : each == DType.FLOAT16 ? "fp16" : "fp32";
                if (config.containsKey(key)) {
                    config.put(key, each == dtype);
                }
            }
        }
        return config;
    }

    static String torchName(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> "float16";
            case BFLOAT16 -> "bfloat16";
            case FLOAT64 -> "float64";
            default -> "float32";
        };
    }

    /** For a model that was trained from nothing, so that there is no original. */
    static HfConfig made(Family family, MegatronModel model, Path file) throws IOException {
        Map<String, @Nullable Object> config = new LinkedHashMap<>();
        long heads = arg(model, "num_attention_heads");
        long width = arg(model, "kv_channels");
        config.put("model_type", family.modelType());
        config.put("hidden_size", arg(model, "hidden_size"));
        config.put("num_attention_heads", heads);
        config.put("kv_channels", width);
        config.put("seq_length", arg(model, "seq_length"));
        double epsilon = model.args().get("norm_epsilon") instanceof Number number ? number.doubleValue() : 1e-5;
        long groups =
                Boolean.TRUE.equals(model.args().get("group_query_attention")) ? arg(model, "num_query_groups") : heads;
        if (family == Family.QWEN) {
            config.put("architectures", List.of("QWenLMHeadModel"));
            config.put("num_hidden_layers", arg(model, "num_layers"));
            config.put("intermediate_size", 2 * arg(model, "ffn_hidden_size"));
            config.put("vocab_size", arg(model, "padded_vocab_size"));
            config.put("max_position_embeddings", arg(model, "max_position_embeddings"));
            config.put("layer_norm_epsilon", epsilon);
            config.put("rotary_emb_base", model.args().getOrDefault("rotary_base", 10000L));
            config.put("rotary_pct", model.args().getOrDefault("rotary_percent", 1.0));
            config.put("no_bias", true);
            config.put("tie_word_embeddings", false);
            if (groups != heads) {
                config.put("num_key_value_heads", groups);
            }
        } else {
            config.put("architectures", List.of("ChatGLMModel"));
            config.put("num_layers", arg(model, "num_layers"));
            config.put("ffn_hidden_size", arg(model, "ffn_hidden_size"));
            config.put("padded_vocab_size", arg(model, "padded_vocab_size"));
            config.put("layernorm_epsilon", epsilon);
            config.put("multi_query_attention", groups != heads);
            config.put("multi_query_group_num", groups);
            config.put("add_qkv_bias", true);
            config.put("add_bias_linear", false);
            config.put("rmsnorm", true);
            config.put("tie_word_embeddings", false);
        }
        return HfConfig.of(file, config);
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
