package io.npushell.trainlog;

import java.nio.charset.StandardCharsets;

/** The fields of an iteration line that count, by all the names trainers have given them; only letters and digits of a name matter. */
final class FieldNames {
    static final int CONSUMED_SAMPLES = 0;
    static final int ELAPSED_MILLIS = 1;
    static final int ELAPSED_SECONDS = 2;
    static final int LEARNING_RATE = 3;
    static final int GLOBAL_BATCH = 4;
    static final int LOSS = 5;
    static final int GRAD_NORM = 6;
    static final int SKIPPED = 7;
    static final int NAN_ITERATIONS = 8;
    static final int COUNT = 9;

    static final long NO_LETTER = 0xcbf29ce484222325L;

    private static final int SLOTS = 256;
    private static final long[] HASHES = new long[SLOTS];
    private static final byte[] FIELDS = new byte[SLOTS];
    private static final byte[] LETTERS = new byte[256];

    static {
        "abcdefghijklmnopqrstuvwxyz0123456789".chars().forEach(letter -> {
            LETTERS[letter] = (byte) letter;
            LETTERS[Character.toUpperCase(letter)] = (byte) letter;
        });
        define(CONSUMED_SAMPLES, "consumed samples");
        define(ELAPSED_MILLIS, "elapsed time per iteration (ms)");
        define(ELAPSED_SECONDS, "elapsed time per iteration (s)", "train_step_timing in s");
        define(LEARNING_RATE, "learning rate", "lr");
        define(GLOBAL_BATCH, "global batch size", "gloabl batch size");
        define(LOSS, "lm loss", "loss", "train loss", "reduced_train_loss");
        define(GRAD_NORM, "grad norm");
        define(SKIPPED, "number of skipped iterations");
        define(NAN_ITERATIONS, "number of nan iterations");
    }

    private FieldNames() {}

    /** The hash of a name so far with one more letter of it; begins with {@link #NO_LETTER}. */
    static long with(long hash, byte letter) {
        int known = LETTERS[letter & 0xff];
        return known == 0 ? hash : (hash ^ known) * 0x100000001b3L;
    }

    /** The number of the field whose name has that hash, or -1. */
    static int field(long hash) {
        for (int slot = slot(hash); HASHES[slot] != 0; slot = (slot + 1) % SLOTS) {
            if (HASHES[slot] == hash) {
                return FIELDS[slot];
            }
        }
        return -1;
    }

    private static void define(int field, String... names) {
        for (String name : names) {
            long hash = NO_LETTER;
            for (byte letter : name.getBytes(StandardCharsets.US_ASCII)) {
                hash = with(hash, letter);
            }
            int slot = slot(hash);
            while (HASHES[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            HASHES[slot] = hash;
            FIELDS[slot] = (byte) field;
        }
    }

    private static int slot(long hash) {
        return (int) (hash >>> 40) & (SLOTS - 1);
    }
}
