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
    static final int LOSS_SCALE = 9;
    static final int CONSUMED_TOKENS = 10;
    static final int SEQUENCE_LENGTH = 11;
    static final int TERAFLOPS = 12;
    static final int SAMPLES_PER_SECOND = 13;
    static final int TOKENS_PER_SECOND = 14;
    /** A time whose unit stands behind the number, or is milliseconds. */
    static final int ELAPSED = 15;
    /** The same, or is seconds. */
    static final int ELAPSED_BARE_SECONDS = 16;

    static final int COUNT = 17;

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
        define(
                ELAPSED_MILLIS,
                "elapsed time per iteration (ms)",
                "elapsed time (ms)",
                "iteration time (ms)",
                "time per iteration (ms)",
                "step time (ms)");
        define(
                ELAPSED_SECONDS,
                "elapsed time per iteration (s)",
                "elapsed time per iteration (sec)",
                "elapsed time (s)",
                "iteration time (s)",
                "time per iteration (s)",
                "step time (s)",
                "train_step_timing in s");
        define(ELAPSED, "elapsed time per iteration", "elapsed time", "time per iteration");
        define(ELAPSED_BARE_SECONDS, "iteration time", "step time"); // Megatron's key for W&B, in seconds
        define(LEARNING_RATE, "learning rate", "lr");
        define(GLOBAL_BATCH, "global batch size", "gloabl batch size", "batch size", "gbs");
        define(LOSS, "lm loss", "loss", "train loss", "training loss", "reduced_train_loss");
        define(GRAD_NORM, "grad norm", "gradient norm", "global grad norm");
        define(SKIPPED, "number of skipped iterations", "skipped iterations");
        define(NAN_ITERATIONS, "number of nan iterations", "nan iterations");
        define(LOSS_SCALE, "loss scale");
        define(CONSUMED_TOKENS, "consumed tokens");
        define(SEQUENCE_LENGTH, "actual seqlen", "seq length", "sequence length");
        define(
                TERAFLOPS,
                "throughput per GPU (TFLOP/s/GPU)",
                "actual throughput per NPU (TFLOP/s/NPU)",
                "TFLOPs",
                "hardware_tflops_per_gpu");
        define(SAMPLES_PER_SECOND, "samples per second");
        define(
                TOKENS_PER_SECOND,
                "tokens per GPU (tokens/s/GPU)",
                "tokens per NPU (tokens/s/NPU)",
                "tokens per second per GPU",
                "tokens per second per NPU",
                "tokens/s/GPU",
                "tokens/s/NPU",
                "tokens/s/p",
                "tokens_per_sec_per_gpu");
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
