package io.npushell.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The "added_tokens" of a tokenizer.json: found in the text as they are written, before anything is cut or merged. */
final class AddedTokens {
    /** A stretch of text, or one added token where {@code id} is not -1. */
    record Part(String text, int id) {}

    private record Added(int id, boolean takesLeft, boolean takesRight) {}

    private final Map<String, Added> tokens = new LinkedHashMap<>();
    private final Pattern pattern;

    /** @param normalized whether those that are looked for in normalised text are meant, or the others */
    AddedTokens(TokenizerJson list, boolean normalized) {
        for (TokenizerJson token : list.items()) {
            String content = token.get("content").text();
            if (token.get("normalized").flag(!token.get("special").flag(false)) != normalized || content.isEmpty()) {
                continue;
            }
            if (token.get("single_word").flag(false)) {
                throw token.unsupported("the added token \"" + content + "\" for single words only");
            }
            tokens.put(
                    content,
                    new Added(
                            token.get("id").number(),
                            token.get("lstrip").flag(false),
                            token.get("rstrip").flag(false)));
        }
        List<String> longestFirst = new ArrayList<>(tokens.keySet());
        longestFirst.sort(Comparator.comparing(String::length).reversed());
        longestFirst.replaceAll(Pattern::quote);
        pattern = Pattern.compile(tokens.isEmpty() ? "(?!)" : String.join("|", longestFirst));
    }

    List<Part> split(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        int from = 0;
        while (from < text.length() && matcher.find(from)) {
            Added token = tokens.get(matcher.group());
            if (token == null) {
                break;
            }
            int start = matcher.start();
            int end = matcher.end();
            while (token.takesLeft && start > from && Character.isWhitespace(text.charAt(start - 1))) {
                start--;
            }
            while (token.takesRight && end < text.length() && Character.isWhitespace(text.charAt(end))) {
                end++;
            }
            if (start > from) {
                parts.add(new Part(text.substring(from, start), -1));
            }
            parts.add(new Part(text.substring(start, end), token.id));
            from = end;
        }
        if (from < text.length()) {
            parts.add(new Part(text.substring(from), -1));
        }
        return parts;
    }
}
