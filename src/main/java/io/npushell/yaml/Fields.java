package io.npushell.yaml;

import io.npushell.io.ClosestNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Takes the keys of one group, noting what is missing, wrong or unknown instead of failing.
 *
 * <p>What is wrong comes back as a stand-in, so a result counts only while {@link FileProblems#count()} has not grown. Call {@link #noOthers()}
 * last: a key never asked for is unknown.
 */
public final class Fields {
    private final YamlNode.Mapping mapping;
    private final FileProblems problems;
    private final TreeSet<String> known = new TreeSet<>();

    public Fields(YamlNode.Mapping mapping, FileProblems problems) {
        this.mapping = mapping;
        this.problems = problems;
    }

    public Optional<YamlNode> optional(String key) {
        known.add(key);
        return Optional.ofNullable(mapping.entries().get(key)).map(YamlNode.Entry::value);
    }

    public Optional<YamlNode> required(String key) {
        Optional<YamlNode> value = optional(key);
        if (value.isEmpty()) {
            problems.add(mapping, "the key '" + key + "' is missing");
        }
        return value;
    }

    public String text(String key, Predicate<String> legal, String must) {
        return required(key).map(node -> text(node, key, legal, must)).orElse("");
    }

    public String text(YamlNode node, String what, Predicate<String> legal, String must) {
        if (node instanceof YamlNode.Scalar scalar && legal.test(scalar.text())) {
            return scalar.text();
        }
        problems.add(node, what + " must be " + must + ", not " + node.kind());
        return "";
    }

    public int whole(String key, int min, int max) {
        String text = text(key, digits -> isWhole(digits, min, max), "a whole number from " + min + " to " + max);
        return text.isEmpty() ? min : Integer.parseInt(text);
    }

    public static boolean isWhole(String text, int min, int max) {
        return text.matches("\\d{1,9}") && Integer.parseInt(text) >= min && Integer.parseInt(text) <= max;
    }

    public double number(String key, Predicate<Double> legal, String must) {
        String text = text(
                key,
                written -> written.matches("\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?") && legal.test(Double.valueOf(written)),
                must);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    /** The texts of a list; a list that is missing has none. */
    public List<String> texts(String key, Predicate<String> legal, String must) {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            texts.add(text(item, "each of " + key, legal, must));
        }
        return texts;
    }

    public List<YamlNode> items(String key) {
        Optional<YamlNode> node = optional(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Sequence)) {
            problems.add(node.get(), key + " must be a list, not " + node.get().kind());
        }
        return node.orElse(null) instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
    }

    /** The entries of a group below this one; a group that is missing has none. */
    public Map<String, YamlNode.Entry> entries(String key) {
        return group(key).map(YamlNode.Mapping::entries).orElse(Map.of());
    }

    public Optional<YamlNode.Mapping> group(String key) {
        Optional<YamlNode> node = optional(key);
        if (node.isPresent() && !(node.get() instanceof YamlNode.Mapping)) {
            problems.add(
                    node.get(),
                    key + " must be a group of keys, not " + node.get().kind());
        }
        return node.orElse(null) instanceof YamlNode.Mapping group ? Optional.of(group) : Optional.empty();
    }

    public void noOthers() {
        for (YamlNode.Entry entry : mapping.entries().values()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                problems.add(entry.key(), "unknown key '" + key + "'" + didYouMean(ClosestNames.of(key, known)));
            }
        }
    }

    /** "; did you mean a or b?", or nothing. */
    public static String didYouMean(List<String> near) {
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }
}
