package io.npushell.data;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The "pre_tokenizer" of a tokenizer.json: cuts a text into the words within which tokens are merged. */
interface WordCutter {
    /** The words of words, in order; {@code first} where the text begins with the first of them. */
    List<String> cut(List<String> words, boolean first);

    Pattern GPT2 = Pattern.compile(
            "'(?:[sdmt]|ll|ve|re)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    static WordCutter of(TokenizerJson tree) {
        if (tree.isAbsent()) {
            return (words, first) -> words;
        }
        String type = tree.get("type").text();
        return switch (type) {
            case "ByteLevel" ->
                byteLevel(
                        tree.get("add_prefix_space").flag(true),
                        tree.get("use_regex").flag(true));
            case "Split" -> split(tree);
            case "Digits" -> {
                boolean single = tree.get("individual_digits").flag(false);
                yield isolated(Pattern.compile(single ? "\\p{N}" : "\\p{N}+", Pattern.UNICODE_CHARACTER_CLASS));
            }
            case "Metaspace" -> metaspace(tree);
            case "Sequence" -> {
                List<WordCutter> steps = new ArrayList<>();
                tree.get("pretokenizers").items().forEach(step -> steps.add(of(step)));
                yield (words, first) -> {
                    List<String> result = words;
                    for (WordCutter step : steps) {
                        result = step.cut(result, first);
                    }
                    return result;
                };
            }
            default -> throw tree.unsupported("the pre-tokenizer " + type);
        };
    }

    private static WordCutter byteLevel(boolean prefixSpace, boolean useRegex) {
        return (words, first) -> {
            List<String> cut = new ArrayList<>();
            for (String word : words) {
                String spaced = prefixSpace && !word.startsWith(" ") ? " " + word : word;
                if (useRegex) {
                    isolate(GPT2, spaced, cut);
                } else {
                    cut.add(spaced);
                }
            }
            cut.replaceAll(ByteLetters::ofText);
            return cut;
        };
    }

    private static WordCutter split(TokenizerJson tree) {
        TokenizerJson pattern = tree.get("pattern");
        Pattern compiled = pattern.get("Regex").isText()
                ? regex(pattern.get("Regex"))
                : Pattern.compile(Pattern.quote(pattern.get("String").text()));
        String behavior = tree.get("behavior").text();
        boolean invert = tree.get("invert").flag(false);
        if (behavior.equals("Isolated") || (behavior.equals("Removed") && invert)) {
            boolean keepsGaps = behavior.equals("Isolated");
            return keepsGaps ? isolated(compiled) : matches(compiled);
        }
        if (behavior.equals("MergedWithPrevious") && !invert) {
            return (words, first) -> {
                List<String> cut = new ArrayList<>();
                words.forEach(word -> mergeWithPrevious(compiled, word, cut));
                return cut;
            };
        }
        throw tree.unsupported("the split behavior " + behavior + (invert ? " (inverted)" : ""));
    }

    private static WordCutter isolated(Pattern pattern) {
        return (words, first) -> {
            List<String> cut = new ArrayList<>();
            words.forEach(word -> isolate(pattern, word, cut));
            return cut;
        };
    }

    private static WordCutter matches(Pattern pattern) {
        return (words, first) -> {
            List<String> cut = new ArrayList<>();
            words.forEach(word -> pattern.matcher(word).results().forEach(match -> cut.add(match.group())));
            cut.removeIf(String::isEmpty);
            return cut;
        };
    }

    private static void isolate(Pattern pattern, String word, List<String> cut) {
        Matcher matcher = pattern.matcher(word);
        int from = 0;
        while (matcher.find()) {
            if (matcher.end() == matcher.start()) {
                continue;
            }
            if (matcher.start() > from) {
                cut.add(word.substring(from, matcher.start()));
            }
            cut.add(matcher.group());
            from = matcher.end();
        }
        if (from < word.length()) {
            cut.add(word.substring(from));
        }
    }

    private static void mergeWithPrevious(Pattern pattern, String word, List<String> cut) {
        Matcher matcher = pattern.matcher(word);
        int from = 0;
        while (matcher.find()) {
            if (matcher.end() > from) {
                cut.add(word.substring(from, matcher.end()));
                from = matcher.end();
            }
        }
        if (from < word.length()) {
            cut.add(word.substring(from));
        }
    }

    private static WordCutter metaspace(TokenizerJson tree) {
        String mark = tree.get("replacement").text();
        String scheme =
                tree.get("prepend_scheme").text(tree.get("add_prefix_space").flag(true) ? "always" : "never");
        boolean split = tree.get("split").flag(true);
        Pattern start = Pattern.compile("(?=" + Pattern.quote(mark) + ")");
        return (words, first) -> {
            List<String> cut = new ArrayList<>();
            for (int i = 0; i < words.size(); i++) {
                String marked = words.get(i).replace(" ", mark);
                boolean prepends = scheme.equals("always") || (scheme.equals("first") && first && i == 0);
                marked = prepends && !marked.startsWith(mark) ? mark + marked : marked;
                cut.addAll(split ? List.of(start.split(marked)) : List.of(marked));
            }
            return cut;
        };
    }

    /** A pattern in Oniguruma's spelling; scripts have other names in Java. */
    static Pattern regex(TokenizerJson tree) {
        String text = tree.text();
        try {
            return Pattern.compile(text, Pattern.UNICODE_CHARACTER_CLASS);
        } catch (PatternSyntaxException e) {
            try {
                return Pattern.compile(
                        text.replaceAll("\\\\p\\{(\\w{3,})\\}", "\\\\p{Is$1}"), Pattern.UNICODE_CHARACTER_CLASS);
            } catch (PatternSyntaxException again) {
                throw tree.unsupported("the pattern " + text + " (" + again.getDescription() + ")");
            }
        }
    }
}
