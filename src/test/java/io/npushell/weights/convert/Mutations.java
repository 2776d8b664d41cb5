package io.npushell.weights.convert;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes as bad disks, cut downloads and bad wills do. */
final class Mutations {
    private static final List<String> NUMBERS =
            List.of("0", "-1", "1e999", "99999999999", "9223372036854775807", "1.5", "null", "[]", "{}", "\"x\"");

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    /** One to three damages, most of them near the beginning or the end, where formats keep what matters. */
    byte[] damage(byte[] whole) {
        byte[] bytes = whole;
        for (int count = 1 + random.nextInt(3); count > 0 && bytes.length > 0; count--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        int at = place(bytes.length);
        return switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            case 2 -> with(bytes, at, (byte) (random.nextBoolean() ? 0 : -1));
            case 3 -> spliced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)), new byte[0]);
            case 4 -> spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 200)));
            case 5 -> spliced(bytes, at, Math.min(bytes.length, at + 8), noise(8));
            case 6 -> spliced(bytes, at, at, noise(1 + random.nextInt(16)));
            default -> number(bytes, at);
        };
    }

    private int place(int length) {
        int window = Math.min(length, 1500);
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(window);
            case 1 -> length - 1 - random.nextInt(window);
            default -> random.nextInt(length);
        };
    }

    /** The next number in the text is another one; as it is where there is none near. */
    private byte[] number(byte[] bytes, int from) {
        int start = from;
        while (start < Math.min(bytes.length, from + 200) && !digit(bytes[start])) {
            start++;
        }
        int end = start;
        while (end < bytes.length && digit(bytes[end])) {
            end++;
        }
        String other = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return start == end ? bytes : spliced(bytes, start, end, other.getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean digit(byte value) {
        return value >= '0' && value <= '9';
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] with(byte[] bytes, int at, byte value) {
        byte[] changed = bytes.clone();
        changed[at] = value;
        return changed;
    }

    private static byte[] spliced(byte[] bytes, int start, int end, byte[] middle) {
        byte[] result = new byte[start + middle.length + bytes.length - end];
        System.arraycopy(bytes, 0, result, 0, start);
        System.arraycopy(middle, 0, result, start, middle.length);
        System.arraycopy(bytes, end, result, start + middle.length, bytes.length - end);
        return result;
    }
}
