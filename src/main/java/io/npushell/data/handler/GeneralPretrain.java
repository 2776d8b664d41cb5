package io.npushell.data.handler;

import io.npushell.data.Tokenizer;
import io.npushell.data.source.Column;
import java.util.List;

/** Upstream's GeneralPretrainHandler: each column as it stands, a dataset of its own. */
record GeneralPretrain(List<String> keys, Tokenizer tokenizer, boolean appendEndOfDocument) implements Handler {
    GeneralPretrain {
        keys = List.copyOf(keys);
    }

    @Override
    public List<Column> columns() {
        return Column.texts(keys);
    }

    @Override
    public boolean packed() {
        return false;
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        return values.stream()
                .map(text -> document(text, tokenizer, appendEndOfDocument))
                .toList();
    }

    /** An empty text is no document at all. */
    static List<int[]> document(String text, Tokenizer tokenizer, boolean appendEndOfDocument) {
        if (text.isEmpty()) {
            return List.of();
        }
        int[] ids = tokenizer.encode(text);
        return List.of(appendEndOfDocument ? EndMark.append(ids, tokenizer.endOfDocument()) : ids);
    }
}
