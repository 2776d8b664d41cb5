package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.BrokenFileException;
import io.npushell.weights.NotWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Hugging Face model's config.json, as far as weights go. */
public final class HfConfig {
    static final String NAME = "config.json";
    private static final int MAX_BYTES = 1 << 20;

    private final Path file;
    private final Family family;
    private final Map<String, @Nullable Object> values;

    private HfConfig(Path file, Family family, Map<String, @Nullable Object> values) {
        this.file = file;
        this.family = family;
        this.values = values;
    }

    /**
     * Reads the config of a model's directory.
     *
     * @throws OperatorException NOT_FOUND where there is none, FAILED where it is no JSON or of a model that is not converted here
     */
    public static HfConfig read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file) && Files.isRegularFile(directory.resolve("adapter_config.json"))) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "'" + directory + "' holds a LoRA adapter (adapter_config.json), not the model it belongs to",
                    "name the model that base_model_name_or_path in adapter_config.json names");
        }
        if (!Files.isRegularFile(file)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "'" + directory + "' holds no config.json, so no Hugging Face model",
                    "name the directory that the model was downloaded into");
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new OperatorException(ExitCode.FAILED, "'" + file + "' is too large for a config.json");
        }
        try {
            return of(file, json(file));
        } catch (BrokenFileException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "'" + file + "' " + e.getMessage(),
                    "download it again: the link with /resolve/ or /raw/, not /blob/",
                    e);
        }
    }

    /** A JSON file of a model, in the one encoding that transformers reads. */
    static Map<String, @Nullable Object> json(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        Optional<OperatorException> other = NotWeights.ofText(file, content);
        if (other.isPresent()) {
            throw other.get();
        }
        return JsonText.object(content);
    }

    /** Whether the model takes its embedding for its output layer too. */
    boolean tied() {
        return Boolean.TRUE.equals(values.get("tie_word_embeddings"));
    }

    /** Why it cannot be trained on where it says that its weights are quantized, one sentence. */
    public Optional<String> quantized() {
        return Quantized.problem(this, List.of());
    }

    Path directory() {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    static HfConfig of(Path file, Map<String, @Nullable Object> values) {
        String modelType = String.valueOf(values.get("model_type"));
        Family family = Family.ofModelType(modelType)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' describes a model of type '" + modelType
                                + "'; qwen and chatglm (ChatGLM3) are converted here",
                        "name another model, or convert it with the tools it came with"));
        return new HfConfig(file, family, Collections.unmodifiableMap(values));
    }

    public Family family() {
        return family;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    public Dimensions dimensions() {
        int heads = number("num_attention_heads");
        int hidden = number("hidden_size");
        return switch (family) {
            case QWEN ->
                new Dimensions(
                        number("num_hidden_layers"),
                        hidden,
                        number("intermediate_size") / 2,
                        heads,
                        number("num_key_value_heads", heads),
                        number("kv_channels", hidden / heads),
                        number("vocab_size"));
            case CHATGLM3 ->
                new Dimensions(
                        number("num_layers"),
                        hidden,
                        number("ffn_hidden_size"),
                        heads,
                        Boolean.TRUE.equals(values.get("multi_query_attention"))
                                ? number("multi_query_group_num")
                                : heads,
                        number("kv_channels", hidden / heads),
                        number("padded_vocab_size"));
        };
    }

    int number(String name) {
        if (values.get(name) instanceof Long number && number > 0 && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw new OperatorException(
                ExitCode.FAILED,
                "'" + file + "' has no usable " + name + ": " + values.get(name),
                "compare it with the model's own config.json");
    }

    private int number(String name, int otherwise) {
        return values.get(name) == null ? otherwise : number(name);
    }

    double decimal(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : number(name);
    }
}
