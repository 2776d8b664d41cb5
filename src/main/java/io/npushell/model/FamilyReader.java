package io.npushell.model;

import io.npushell.model.ModelFamily.Grouping;
import io.npushell.model.ModelFamily.ModelLink;
import io.npushell.model.ModelFamily.Rotary;
import io.npushell.model.ModelFamily.Tokenizer;
import io.npushell.yaml.Fields;
import io.npushell.yaml.FileProblems;
import io.npushell.yaml.YamlNode;
import io.npushell.yaml.YamlTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the file of a family; the family is there only where the file has no problem. */
final class FamilyReader {

    /** Megatron's names from before Megatron core; others are not read here. */
    private static final String LAYERS = "language_model.encoder.layers.*.";

    private static final ConfigKeys NO_CONFIG =
            new ConfigKeys("", "", "", "", "", null, null, null, "", false, "", null, null, "", null, null, Map.of());

    private final FileProblems problems;
    private final @Nullable String file;

    private FamilyReader(FileProblems problems, @Nullable String file) {
        this.problems = problems;
        this.file = file;
    }

    /**
     * Reads one.
     *
     * @param expected the name it must have, that of its file
     * @param file null for one that comes with npu-shell
     */
    static Optional<ModelFamily> read(String text, String expected, @Nullable String file, FileProblems problems) {
        FamilyReader reader = new FamilyReader(problems, file);
        Optional<ModelFamily> family = YamlTree.read(text, problems).map(root -> reader.family(root, expected));
        return problems.count() == 0 ? family : Optional.empty();
    }

    private ModelFamily family(YamlNode.Mapping root, String expected) {
        Fields fields = new Fields(root, problems);
        String name = fields.text("name", expected::equals, "'" + expected + "', as the file is called");
        String title = fields.text("title", text -> !text.isBlank() && text.length() <= 40, "at most 40 characters");
        ConfigKeys config = group(fields, "config", this::config).orElse(NO_CONFIG);
        fields.required("weights");
        List<FamilyWeight> weights = weights(fields);
        Rotary rotary = label(fields, "rotary", Rotary.values());
        Grouping grouping = label(fields, "grouped-query", Grouping.values());
        Tokenizer tokenizer =
                group(fields, "tokenizer", FamilyReader::tokenizer).orElse(new Tokenizer("", ""));
        ModelLink modelLink = fields.optional("modellink").isEmpty()
                ? null
                : group(fields, "modellink", FamilyReader::modelLink).orElse(null);
        String finetuneData = fields.text("finetune-data", FamilyReader::isWord, "a file name");
        fields.noOthers();
        return new ModelFamily(
                name, title, config, weights, rotary, grouping, tokenizer, modelLink, finetuneData, file);
    }

    private interface Group<T> {
        T read(Fields fields);
    }

    private <T> Optional<T> group(Fields fields, String key, Group<T> group) {
        fields.required(key);
        return fields.group(key).map(mapping -> {
            Fields inner = new Fields(mapping, problems);
            T read = group.read(inner);
            inner.noOthers();
            return read;
        });
    }

    private static <E extends Enum<E>> E label(Fields fields, String key, E[] values) {
        String words = Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        String label = fields.text(key, text -> find(values, text).isPresent(), "one of " + words);
        return find(values, label).orElse(values[0]);
    }

    private static <E extends Enum<E>> Optional<E> find(E[] values, String label) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(label))
                .findFirst();
    }

    private static Tokenizer tokenizer(Fields fields) {
        return new Tokenizer(
                fields.text("file", FamilyReader::isWord, "a file name"),
                fields.text("megatron-type", FamilyReader::isWord, "what Megatron's --tokenizer-type says"));
    }

    private static ModelLink modelLink(Fields fields) {
        fields.required("types");
        return new ModelLink(
                fields.text("loader", FamilyReader::isWord, "a loader of tools/checkpoint/util.py, such as qwen_hf"),
                fields.texts("types", type -> type.equals("fp16") || type.equals("bf16"), "fp16 or bf16"));
    }

    private ConfigKeys config(Fields fields) {
        if (fields.optional("max-positions").isEmpty()) {
            fields.required("sequence-length");
        }
        return new ConfigKeys(
                fields.text("model-type", FamilyReader::isWord, "a model_type, such as qwen"),
                fields.text("architecture", FamilyReader::isWord, "a class, such as QWenLMHeadModel"),
                key(fields, "layers"),
                key(fields, "hidden"),
                key(fields, "heads"),
                optionalKey(fields, "kv-groups"),
                optionalKey(fields, "grouped"),
                optionalKey(fields, "head-width"),
                key(fields, "ffn"),
                fields.optional("ffn-holds").isPresent()
                        && fields.text("ffn-holds", List.of("one", "both")::contains, "one or both")
                                .equals("both"),
                key(fields, "vocabulary"),
                optionalKey(fields, "max-positions"),
                optionalKey(fields, "sequence-length"),
                key(fields, "norm-epsilon"),
                optionalKey(fields, "rotary-base"),
                optionalKey(fields, "rotary-fraction"),
                constants(fields));
    }

    private static String key(Fields fields, String key) {
        return fields.text(key, FamilyReader::isKey, "a key of config.json");
    }

    private static @Nullable String optionalKey(Fields fields, String key) {
        return fields.optional(key).isEmpty() ? null : key(fields, key);
    }

    private static Map<String, Object> constants(Fields fields) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (YamlNode.Entry entry : fields.entries("constants").values()) {
            String text = fields.text(entry.value(), "a constant", any -> true, "a word or a number");
            constants.put(
                    entry.key().text(),
                    text.equals("true") || text.equals("false")
                            ? Boolean.valueOf(text)
                            : text.matches("\\d{1,18}") ? Long.valueOf(text) : text);
        }
        return constants;
    }

    private List<FamilyWeight> weights(Fields fields) {
        List<FamilyWeight> weights = new ArrayList<>();
        Map<String, YamlNode.Entry> entries = fields.entries("weights");
        for (YamlNode.Entry entry : entries.values()) {
            Optional<WeightRole> role = WeightRole.find(entry.key().text());
            if (role.isEmpty()) {
                problems.add(entry.key(), "no weight is called '" + entry.key().text() + "'; there are " + roles());
            } else if (entry.value() instanceof YamlNode.Mapping mapping) {
                weights.add(weight(role.get(), mapping));
            } else {
                problems.add(
                        entry.value(),
                        "a weight must be a group of keys, not " + entry.value().kind());
            }
        }
        fields.optional("weights").ifPresent(node -> checkOrder(node, weights));
        return weights;
    }

    private FamilyWeight weight(WeightRole role, YamlNode.Mapping mapping) {
        Fields fields = new Fields(mapping, problems);
        String layered = role.inLayer() ? " with * for the number of the layer" : "";
        Predicate<String> tensor = name -> isTensor(name) && name.contains(FamilyWeight.LAYER) == role.inLayer();
        String megatron = fields.text(
                "megatron",
                tensor.and(name -> !role.inLayer() || name.startsWith(LAYERS)),
                "the name of a tensor" + (role.inLayer() ? " that begins with " + LAYERS : ""));
        Optional<YamlNode> parts = fields.required("huggingface");
        List<YamlNode> names = parts.isPresent() && parts.get() instanceof YamlNode.Sequence sequence
                ? sequence.items()
                : parts.map(List::of).orElse(List.of());
        List<String> huggingFace = names.stream()
                .map(name -> fields.text(name, "huggingface", tensor, "the name of a tensor" + layered))
                .toList();
        if (!names.isEmpty() && !role.mayHaveParts(names.size())) {
            problems.add(parts.get(), role.label() + " does not stand in " + names.size() + " tensors");
        }
        String cut = fields.text(
                "cut",
                text -> role.shardings().stream()
                        .anyMatch(sharding -> label(sharding).equals(text)),
                role.shardings().stream().map(FamilyReader::label).collect(Collectors.joining(" or ")));
        fields.noOthers();
        return new FamilyWeight(
                role,
                megatron,
                huggingFace,
                Arrays.stream(Sharding.values())
                        .filter(sharding -> label(sharding).equals(cut))
                        .findFirst()
                        .orElse(Sharding.REPLICATED));
    }

    private static String label(Sharding sharding) {
        return sharding.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Nothing but the bias may be missing, and the layers' weights stand together. */
    private void checkOrder(YamlNode at, List<FamilyWeight> weights) {
        List<WeightRole> roles = weights.stream().map(FamilyWeight::role).toList();
        for (WeightRole role : WeightRole.values()) {
            if (role != WeightRole.QKV_BIAS && !roles.contains(role)) {
                problems.add(at, "weights lack '" + role.label() + "'");
            }
        }
        int turns = 0;
        for (int i = 1; i < roles.size(); i++) {
            turns += roles.get(i).inLayer() == roles.get(i - 1).inLayer() ? 0 : 1;
        }
        if (turns > 2) {
            problems.add(at, "the weights of a layer must stand together");
        }
    }

    private static String roles() {
        return Arrays.stream(WeightRole.values()).map(WeightRole::label).collect(Collectors.joining(", "));
    }

    private static boolean isKey(String text) {
        return text.matches("[A-Za-z0-9_.]+");
    }

    private static boolean isTensor(String text) {
        return text.matches("[A-Za-z0-9_]+([.][A-Za-z0-9_]+|[.][*])*");
    }

    private static boolean isWord(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
    }
}
