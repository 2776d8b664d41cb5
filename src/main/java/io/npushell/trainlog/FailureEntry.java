package io.npushell.trainlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** One block of failures.txt; the file's head says its format. */
record FailureEntry(FailureKind kind, List<FailureCatalog.Text> texts) {
    static List<FailureEntry> load() {
        try (InputStream file = Objects.requireNonNull(FailureEntry.class.getResourceAsStream("failures.txt"))) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean matches(String line) {
        return texts.stream().anyMatch(text -> text.matches(line));
    }

    static List<FailureEntry> parse(String catalogue) {
        List<FailureEntry> entries = new ArrayList<>();
        for (String block : catalogue.split("\n\n+", -1)) {
            if (block.startsWith("code ")) {
                entries.add(entry(block));
            }
        }
        return List.copyOf(entries);
    }

    private static FailureEntry entry(String block) {
        Map<String, String> values = new HashMap<>();
        List<FailureCatalog.Text> texts = new ArrayList<>();
        for (String line : block.split("\n", -1)) {
            int blank = line.indexOf(' ');
            String key = blank < 0 ? line : line.substring(0, blank);
            String value = line.substring(blank + 1);
            if (key.equals("text")) {
                texts.add(text(value));
            } else {
                values.put(key, value);
            }
        }
        FailureKind kind = new FailureKind(
                value(values, "code"),
                value(values, "title"),
                value(values, "meaning"),
                value(values, "remedy"),
                values.containsKey("secondary"));
        return new FailureEntry(kind, List.copyOf(texts));
    }

    private static FailureCatalog.Text text(String value) {
        int tilde = value.indexOf(" ~ ");
        return tilde < 0
                ? new FailureCatalog.Text(value, Optional.empty())
                : new FailureCatalog.Text(
                        value.substring(0, tilde), Optional.of(Pattern.compile(value.substring(tilde + 3))));
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNull(values.get(key), () -> "failures.txt lacks '" + key + "' in " + values);
    }
}
