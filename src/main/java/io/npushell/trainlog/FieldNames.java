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

    private static final int SLOTS = 256;
    private static final long[] HASHES = new long[SLOTS];
    private static final byte[] FIELDS = new byte[SLOTS];

    static {
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

    /** The field's number, or -1, whatever blanks, dashes and capitals its name is written with. */
    static int field(byte[] line, int from, int to) {
        long hash = hash(line, from, to);
        for (int slot = slot(hash); HASHES[slot] != 0; slot = (slot + 1) % SLOTS) {
            if (HASHES[slot] == hash) {
                return FIELDS[slot];
            }
        }
        return -1;
    }

    private static void define(int field, String... names) {
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            long hash = hash(bytes, 0, bytes.length);
            int slot = slot(hash);
            while (HASHES[slot] != 0) {
                slot = (slot + 1) % SLOTS;
            }
            HASHES[slot] = hash;
            FIELDS[slot] = (byte) field;
        }
    }

    private static long hash(byte[] line, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            int letter = line[i] | 32;
            if ((letter >= 'a' && letter <= 'z') || (line[i] >= '0' && line[i] <= '9')) {
                hash = (hash ^ letter) * 0x100000001b3L;
            }
        }
        return hash;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 40) & (SLOTS - 1);
    }
}
