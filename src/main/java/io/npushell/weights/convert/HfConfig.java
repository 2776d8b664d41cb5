package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ConfigKeys;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ModelFamily;
import io.npushell.model.ModelSizes;
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
    private final ModelFamily family;
    private final Map<String, @Nullable Object> values;

    private HfConfig(Path file, ModelFamily family, Map<String, @Nullable Object> values) {
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
        return read(directory, ModelFamilies.shipped());
    }

    /**
     * The same where the model may be of another family.
     *
     * @throws OperatorException as {@link #read(Path)}
     */
    public static HfConfig read(Path directory, ModelFamilies families) throws IOException {
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
            return of(file, json(file), families);
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

    private static HfConfig of(Path file, Map<String, @Nullable Object> values, ModelFamilies families) {
        String modelType = String.valueOf(values.get("model_type"));
        ModelFamily family = families.ofModelType(modelType)
                .orElseThrow(() -> new OperatorException(
                        ExitCode.FAILED,
                        "'" + file + "' describes a model of type '" + modelType + "'; " + families.modelTypes()
                                + " are converted here",
                        "name another model, or convert it with the tools it came with"));
        return of(file, values, family);
    }

    static HfConfig of(Path file, Map<String, @Nullable Object> values, ModelFamily family) {
        return new HfConfig(file, family, Collections.unmodifiableMap(values));
    }

    public ModelFamily family() {
        return family;
    }

    Map<String, @Nullable Object> values() {
        return values;
    }

    public ModelSizes sizes() {
        ConfigKeys keys = family.config();
        int heads = number(keys.heads());
        int hidden = number(keys.hidden());
        boolean grouped =
                keys.kvGroups() != null && (keys.grouped() == null || Boolean.TRUE.equals(values.get(keys.grouped())));
        return new ModelSizes(
                number(keys.layers()),
                hidden,
                heads,
                grouped ? groups(keys, heads) : heads,
                number(keys.ffn()) / (keys.ffnHoldsBoth() ? 2 : 1),
                number(keys.headWidth(), hidden / heads),
                number(keys.vocabulary()));
    }

    /** A switch that is on asks for the number; without a switch a missing number means that heads are not grouped. */
    private int groups(ConfigKeys keys, int heads) {
        return keys.grouped() == null ? number(keys.kvGroups(), heads) : number(String.valueOf(keys.kvGroups()));
    }

    /** Tokens of a sequence that it was trained with; as many as it has positions where it does not say. */
    int sequenceLength() {
        ConfigKeys keys = family.config();
        return number(String.valueOf(keys.sequenceLength() == null ? keys.maxPositions() : keys.sequenceLength()));
    }

    int maxPositions() {
        ConfigKeys keys = family.config();
        return number(String.valueOf(keys.maxPositions() == null ? keys.sequenceLength() : keys.maxPositions()));
    }

    double normEpsilon() {
        return decimal(family.config().normEpsilon());
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

    private int number(@Nullable String name, int otherwise) {
        return name == null || values.get(name) == null ? otherwise : number(name);
    }

    private double decimal(String name) {
        return values.get(name) instanceof Number number ? number.doubleValue() : number(name);
    }
}
