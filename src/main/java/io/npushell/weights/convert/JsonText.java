package io.npushell.weights.convert;

import io.npushell.json.JsonFailure;
import io.npushell.json.JsonTree;
import io.npushell.weights.BrokenFileException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON files of a model as maps, lists, texts, Longs, Doubles, Booleans and null; what is wrong with one is said of the file. */
final class JsonText {
    private JsonText() {}

    static Map<String, @Nullable Object> object(byte[] text) throws IOException {
        try {
            return JsonTree.parseObject(text).fields();
        } catch (JsonFailure e) {
            throw new BrokenFileException("is no JSON: " + e.detail());
        } catch (IOException e) {
            throw new BrokenFileException("is no JSON object");
        }
    }

    static String write(Map<String, ? extends @Nullable Object> object) {
        return JsonTree.pretty(object);
    }
}
