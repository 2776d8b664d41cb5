package io.npushell.data;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The "normalizer" of a tokenizer.json. */
final class TextCleaner {
    private TextCleaner() {}

    static UnaryOperator<String> of(TokenizerJson tree) {
        if (tree.isAbsent()) {
            return text -> text;
        }
        String type = tree.get("type").text();
        return switch (type) {
            case "NFC", "NFD", "NFKC", "NFKD" -> {
                Normalizer.Form form = Normalizer.Form.valueOf(type);
                yield text -> Normalizer.normalize(text, form);
            }
            case "Lowercase" -> text -> text.toLowerCase(Locale.ROOT);
            case "Prepend" -> {
                String before = tree.get("prepend").text();
                yield text -> text.isEmpty() ? text : before + text;
            }
            case "Replace" -> {
                String content = tree.get("content").text();
                TokenizerJson pattern = tree.get("pattern");
                if (pattern.get("Regex").isText()) {
                    java.util.regex.Pattern regex = WordCutter.regex(pattern.get("Regex"));
                    yield text -> regex.matcher(text).replaceAll(java.util.regex.Matcher.quoteReplacement(content));
                }
                String plain = pattern.get("String").text();
                yield text -> text.replace(plain, content);
            }
            case "Sequence" -> {
                List<UnaryOperator<String>> steps = new ArrayList<>();
                tree.get("normalizers").items().forEach(step -> steps.add(of(step)));
                yield text -> {
                    String result = text;
                    for (UnaryOperator<String> step : steps) {
                        result = step.apply(result);
                    }
                    return result;
                };
            }
            default -> throw tree.unsupported("the normalizer " + type);
        };
    }
}
