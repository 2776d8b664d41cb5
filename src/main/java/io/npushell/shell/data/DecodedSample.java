package io.npushell.shell.data;

import io.npushell.data.DatasetContent;
import io.npushell.data.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sample as text, in stretches that are trained on or masked. */
record DecodedSample(int index, int tokens, int trained, List<Stretch> stretches) {
    record Stretch(boolean trained, String text) {}

    DecodedSample {
        stretches = List.copyOf(stretches);
    }

    /** @param tokenizer null where there is none: then the ids stand for the text */
    static DecodedSample of(int index, DatasetContent.Sample sample, @Nullable Tokenizer tokenizer) {
        List<Stretch> stretches = new ArrayList<>();
        int[] all = sample.ids();
        int trained = 0;
        int from = 0;
        for (int i = 0; i < all.length; i++) {
            trained += sample.isTrained(i) ? 1 : 0;
            boolean ends = i + 1 == all.length || sample.isTrained(i + 1) != sample.isTrained(i);
            if (ends) {
                int[] ids = Arrays.copyOfRange(all, from, i + 1);
                String text = tokenizer == null ? Arrays.toString(ids) : tokenizer.decode(ids);
                stretches.add(new Stretch(sample.isTrained(i), text));
                from = i + 1;
            }
        }
        return new DecodedSample(index, sample.ids().length, trained, stretches);
    }
}
