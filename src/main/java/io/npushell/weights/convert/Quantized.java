package io.npushell.weights.convert;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a model's weights are packed integers: such a model can be used, not trained on, and no second download of it changes that. */
final class Quantized {
    private static final Pattern ENDING = Pattern.compile(
            "[-_.](gptq|awq|bnb|int[2348]|[2348]-?bits?|w[48]a(8|16)|fp8|nf4|hqq|aqlm|marlin)([-_.].*)?$",
            Pattern.CASE_INSENSITIVE);

    private Quantized() {}

    /**
     * One sentence with the way out; empty where nothing says so.
     *
     * @param tensors names, none where they were not looked at
     */
    static Optional<String> problem(HfConfig config, Collection<String> tensors) {
        return byConfig(config.values()).or(() -> byTensors(tensors)).map(how -> {
            String name = String.valueOf(config.directory().getFileName());
            Matcher ending = ENDING.matcher(name);
            String plain = ending.find()
                    ? "'" + name.substring(0, ending.start()) + "', the model without "
                            + name.substring(ending.start() + 1)
                    : "the model that is not quantized (no Int4, Int8, GPTQ or AWQ in its name)";
            return "the model in '" + config.directory() + "' is quantized (" + how
                    + "), and no training goes on from that: take " + plain;
        });
    }

    private static Optional<String> byConfig(Map<String, ?> config) {
        if (config.get("quantization_config") instanceof Map<?, ?> made) {
            String method = made.get("quant_method") instanceof String text
                    ? text.toLowerCase(Locale.ROOT)
                    : made.containsKey("w_bit")
                            ? "awq"
                            : made.containsKey("load_in_8bit") || made.containsKey("load_in_4bit")
                                    ? "bitsandbytes"
                                    : "quantization_config";
            return Optional.of(method + bits(made));
        }
        return config.get("quantization_bit") instanceof Long bits && bits > 0
                ? Optional.of("quantization_bit" + bits(bits))
                : Optional.empty();
    }

    private static String bits(Map<?, ?> made) {
        for (String name : new String[] {"bits", "w_bit", "wbits", "weight_bits"}) {
            if (made.get(name) instanceof Long bits) {
                return bits(bits);
            }
        }
        return Boolean.TRUE.equals(made.get("load_in_4bit"))
                ? bits(4)
                : Boolean.TRUE.equals(made.get("load_in_8bit")) ? bits(8) : "";
    }

    private static String bits(long bits) {
        return ", " + bits + " bits";
    }

    private static Optional<String> byTensors(Collection<String> tensors) {
        if (any(tensors, ".*\\.qweight")) {
            return Optional.of(any(tensors, ".*\\.g_idx") ? "gptq" : any(tensors, ".*\\.qzeros") ? "awq" : "qweight");
        }
        if (any(tensors, ".*\\.weight\\.(absmax|quant_map|quant_state\\..*)")) {
            return Optional.of("bitsandbytes, 4 bits");
        }
        if (any(tensors, ".*\\.(SCB|weight_format)")) {
            return Optional.of("bitsandbytes, 8 bits");
        }
        if (any(tensors, ".*\\.weight_packed")) {
            return Optional.of("compressed-tensors");
        }
        return any(tensors, ".*\\.weight_scale(_inv)?") ? Optional.of("weight_scale") : Optional.empty();
    }

    private static boolean any(Collection<String> tensors, String pattern) {
        return tensors.stream().anyMatch(Pattern.compile(pattern).asMatchPredicate());
    }
}
