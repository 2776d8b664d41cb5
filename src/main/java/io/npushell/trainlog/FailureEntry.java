package io.npushell.trainlog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** One block of failures.txt; the file's head says its format. */
record FailureEntry(FailureKind kind, List<FailureCatalog.Text> texts) {
    /** {@code EI0013: …}, and from CANN 8.5 on {@code Execution_Error_ROCE_CQE(EI0013): …}. */
    private static final String CANN_CODE = "(?<![\\w])%s[)\\]]?\\s*[:：]";
    /** Behind a word that says that it is one: a number of that size may be an iteration. */
    private static final String RUNTIME_CODE = "(?i)(?<![a-z])(?:(?:err|error|ret|acl|rt|runtime)?["
            + " _]?(?:code|errno|result|status|ret)|err|error)\\b[^0-9]{0,24}%s(?!\\d|\\.\\d)";

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
            switch (key) {
                case "text" -> texts.add(text(value, ""));
                case "cann" -> texts.add(text(value, CANN_CODE));
                case "runtime" -> texts.add(text(value, RUNTIME_CODE));
                default -> values.put(key, value);
            }
        }
        FailureKind kind = new FailureKind(
                value(values, "code"),
                value(values, "title"),
                value(values, "meaning"),
                value(values, "remedy"),
                weight(values),
                values.containsKey("early"));
        return new FailureEntry(kind, List.copyOf(texts));
    }

    private static FailureKind.Weight weight(Map<String, String> values) {
        return FailureKind.Weight.valueOf(values.getOrDefault("weight", "cause").toUpperCase(Locale.ROOT));
    }

    /** The frame says how a code of the literal's kind stands in a line, "" where it may stand anyhow. */
    private static FailureCatalog.Text text(String value, String frame) {
        int tilde = value.indexOf(" ~ ");
        String literal = tilde < 0 ? value : value.substring(0, tilde);
        List<Pattern> patterns = new ArrayList<>();
        if (!frame.isEmpty()) {
            patterns.add(Pattern.compile(frame.formatted(literal)));
        }
        if (tilde >= 0) {
            patterns.add(Pattern.compile(value.substring(tilde + 3)));
        }
        return new FailureCatalog.Text(literal, patterns);
    }

    private static String value(Map<String, String> values, String key) {
        return Objects.requireNonNull(values.get(key), () -> "failures.txt lacks '" + key + "' in " + values);
    }
}
