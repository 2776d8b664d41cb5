package io.npushell.data;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.json.JsonFailure;
import io.npushell.json.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value within a JSON file of a tokenizer: objects are Maps, lists Lists, null {@link #NULL}; wrong kinds are the file's fault and said so. */
record TokenizerJson(Path file, String place, Object value) {
    private static final Object NULL = new Object();

    static TokenizerJson read(Path file) {
        byte[] content = Tokenizers.content(file);
        if (firstLetter(content) != '{') {
            throw Tokenizers.broken(file + ":1 does not begin with {", file);
        }
        try {
            return new TokenizerJson(file, "", JsonTree.parseObject(content).fields());
        } catch (JsonFailure e) {
            throw Tokenizers.broken(file + ":" + Math.max(1, e.line()) + " is no JSON: " + e.detail(), file);
        } catch (IOException e) {
            throw Tokenizers.broken("cannot read " + file + ": " + IoReason.of(e), file);
        }
    }

    private static int firstLetter(byte[] content) {
        for (byte letter : content) {
            if (!Character.isWhitespace(letter)) {
                return letter;
            }
        }
        return -1;
    }

    /** A field of an object; absent where there is none. */
    TokenizerJson get(String name) {
        Object field = value instanceof Map<?, ?> fields ? fields.get(name) : null;
        return new TokenizerJson(file, place.isEmpty() ? name : place + "." + name, field == null ? NULL : field);
    }

    boolean isAbsent() {
        return value == NULL;
    }

    boolean isText() {
        return value instanceof String;
    }

    boolean isList() {
        return value instanceof List<?>;
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw wrong("text");
    }

    String text(String defaultValue) {
        return isAbsent() ? defaultValue : text();
    }

    boolean flag(boolean defaultValue) {
        if (isAbsent()) {
            return defaultValue;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw wrong("true or false");
    }

    int number() {
        if (value instanceof Long number && number >= 0 && number < Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw wrong("a whole number");
    }

    List<TokenizerJson> items() {
        if (isAbsent()) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong("a list");
        }
        List<TokenizerJson> items = new ArrayList<>(list.size());
        for (Object item : list) {
            items.add(new TokenizerJson(file, place + "[" + items.size() + "]", item == null ? NULL : item));
        }
        return items;
    }

    Map<String, TokenizerJson> fields() {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong("an object");
        }
        Map<String, TokenizerJson> fields = new LinkedHashMap<>();
        map.forEach((name, field) -> fields.put(
                String.valueOf(name), new TokenizerJson(file, place + "." + name, field == null ? NULL : field)));
        return fields;
    }

    private OperatorException wrong(String expected) {
        return Tokenizers.broken(file + " has no " + expected + " at \"" + place + "\"", file);
    }

    /** A part of the tokenizer that is not known here. */
    OperatorException unsupported(String what) {
        return new OperatorException(
                ExitCode.FAILED,
                file + " has " + what + ", which npu-shell does not know",
                "set preprocessor modellink, which uses the model's own Python tokenizer");
    }
}
