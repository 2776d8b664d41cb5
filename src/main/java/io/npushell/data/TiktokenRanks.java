package io.npushell.data;

import io.npushell.OperatorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/** Reads a .tiktoken file: a line for each token, its bytes in Base64 and its rank, which is its id. */
final class TiktokenRanks {
    private final Path file;

    private TiktokenRanks(Path file) {
        this.file = file;
    }

    /** The bytes of each token by its id; ids have no gaps and every single byte has one. */
    static byte[][] read(Path file) {
        return new TiktokenRanks(file).parse(new String(Tokenizers.content(file), StandardCharsets.ISO_8859_1));
    }

    private byte[][] parse(String text) {
        String[] lines = text.split("\r?\n", -1);
        byte[][] tokens = new byte[lines.length][];
        int count = 0;
        for (int i = 0; i < lines.length; i++) {
            if (!lines[i].isEmpty()) {
                addLine(tokens, lines[i], i + 1);
                count++;
            }
        }
        byte[][] dense = Arrays.copyOf(tokens, count);
        for (int id = 0; id < count; id++) {
            if (dense[id] == null) {
                throw broken(1, "has " + count + " tokens, but none of rank " + id);
            }
        }
        requireAllBytes(dense);
        return dense;
    }

    private void addLine(byte[][] tokens, String line, int number) {
        int blank = line.indexOf(' ');
        if (blank < 1) {
            throw broken(number, "is not \"BASE64 RANK\": \"" + shortened(line) + "\"");
        }
        byte[] bytes;
        int rank;
        try {
            bytes = Base64.getDecoder().decode(line.substring(0, blank));
            rank = Integer.parseInt(line.substring(blank + 1));
        } catch (IllegalArgumentException e) {
            throw broken(number, "is not \"BASE64 RANK\": \"" + shortened(line) + "\"");
        }
        if (bytes.length == 0 || rank < 0 || rank >= tokens.length) {
            throw broken(number, "has the rank " + rank + " in a file of " + tokens.length + " lines");
        }
        if (tokens[rank] != null) {
            throw broken(number, "has the rank " + rank + " a second time");
        }
        tokens[rank] = bytes;
    }

    private void requireAllBytes(byte[][] tokens) {
        boolean[] seen = new boolean[256];
        for (byte[] token : tokens) {
            if (token.length == 1) {
                seen[token[0] & 0xff] = true;
            }
        }
        for (int value = 0; value < seen.length; value++) {
            if (!seen[value]) {
                throw broken(1, "has no token for the byte " + value + ", so it is cut short or no vocabulary");
            }
        }
    }

    private OperatorException broken(int line, String what) {
        return Tokenizers.broken(file + ":" + line + " " + what, file);
    }

    static String shortened(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "…";
    }
}
