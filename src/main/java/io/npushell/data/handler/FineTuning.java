package io.npushell.data.handler;

import java.util.List;

/** A handler whose three datasets belong together sample by sample: ids, attention mask and labels. */
interface FineTuning extends Handler {
    @Override
    default List<String> keys() {
        return Prompted.KEYS;
    }

    @Override
    default boolean packed() {
        return true;
    }
}
