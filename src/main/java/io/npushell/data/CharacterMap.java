package io.npushell.data;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SentencePiece's {@code precompiled_charsmap}: a double-array trie (darts-clone) from byte sequences to replacements.
 *
 * <p>Layout: uint32 size of the trie in bytes, the trie's uint32 units, then the replacements, each ended by a zero byte.
 */
final class CharacterMap {
    private final int[] units;
    private final byte[] replacements;

    private CharacterMap(int[] units, byte[] replacements) {
        this.units = units;
        this.replacements = replacements;
    }

    static CharacterMap empty() {
        return new CharacterMap(new int[0], new byte[0]);
    }

    static CharacterMap parse(byte[] blob) {
        if (blob.length == 0) {
            return empty();
        }
        ByteBuffer in = ByteBuffer.wrap(blob).order(ByteOrder.LITTLE_ENDIAN);
        long trieBytes = blob.length < 4 ? -1 : Integer.toUnsignedLong(in.getInt());
        if (trieBytes < 4 || trieBytes % 4 != 0 || trieBytes > in.remaining()) {
            throw new ProtobufReader.Malformed("a character map of " + blob.length + " bytes with a broken trie", 0);
        }
        int[] units = new int[(int) trieBytes / 4];
        in.asIntBuffer().get(units);
        byte[] replacements = new byte[in.remaining() - (int) trieBytes];
        in.position(in.position() + (int) trieBytes).get(replacements);
        return new CharacterMap(units, replacements);
    }

    boolean isEmpty() {
        return units.length == 0;
    }

    /** Writes the replacement of the longest match at a position and returns the bytes matched; 0 and nothing written where there is none. */
    int longestMatch(byte[] text, int from, ByteArrayOutputStream out) {
        int matched = 0;
        int replacement = 0;
        int node = offset(units[0]);
        for (int i = from; i < text.length; i++) {
            int label = text[i] & 0xff;
            node ^= label;
            if (node < 0 || node >= units.length || label(units[node]) != label) {
                break;
            }
            int unit = units[node];
            node ^= offset(unit);
            if (hasLeaf(unit) && node >= 0 && node < units.length) {
                matched = i - from + 1;
                replacement = units[node] & 0x7fffffff;
            }
        }
        if (matched > 0) {
            for (int i = replacement; i < replacements.length && replacements[i] != 0; i++) {
                out.write(replacements[i]);
            }
        }
        return matched;
    }

    private static boolean hasLeaf(int unit) {
        return (unit >>> 8 & 1) == 1;
    }

    private static int label(int unit) {
        return unit & 0x800000ff;
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }
}
