package io.npushell.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * SentencePiece's normaliser: replaces characters by the model's own map (none: identity; nmt_nfkc is such a map), then marks blanks.
 *
 * @param dummyPrefix a blank is put before the text
 * @param foldBlanks blanks at both ends go, several in a row become one
 * @param markBlanks a blank becomes U+2581
 */
record SentencePieceNormalizer(CharacterMap characters, boolean dummyPrefix, boolean foldBlanks, boolean markBlanks) {
    static final char MARK = '\u2581';

    static SentencePieceNormalizer identity() {
        return new SentencePieceNormalizer(CharacterMap.empty(), true, true, true);
    }

    static SentencePieceNormalizer parse(ProtobufReader in) {
        CharacterMap characters = CharacterMap.empty();
        boolean dummyPrefix = true;
        boolean foldBlanks = true;
        boolean markBlanks = true;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 2 -> characters = CharacterMap.parse(in.readBytes());
                case 3 -> dummyPrefix = in.readFlag();
                case 4 -> foldBlanks = in.readFlag();
                case 5 -> markBlanks = in.readFlag();
                default -> in.skip();
            }
        }
        return new SentencePieceNormalizer(characters, dummyPrefix, foldBlanks, markBlanks);
    }

    /** The text as the pieces are written; empty for an empty text. */
    String normalize(String text) {
        String replaced = characters.isEmpty() ? text : replace(text);
        if (foldBlanks) {
            replaced = folded(replaced);
        }
        if (replaced.isEmpty()) {
            return "";
        }
        String prefixed = dummyPrefix ? " " + replaced : replaced;
        return markBlanks ? prefixed.replace(' ', MARK) : prefixed;
    }

    /** Text of joined pieces: blanks again, without the prefix. */
    String restore(String pieces) {
        String text = pieces.replace(MARK, ' ');
        return dummyPrefix && text.startsWith(" ") ? text.substring(1) : text;
    }

    private String replace(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
        int at = 0;
        while (at < bytes.length) {
            int matched = characters.longestMatch(bytes, at, out);
            if (matched == 0) {
                matched = characterBytes(bytes[at]);
                out.write(bytes, at, matched);
            }
            at += matched;
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int characterBytes(byte first) {
        int value = first & 0xff;
        return value < 0x80 ? 1 : value < 0xe0 ? 2 : value < 0xf0 ? 3 : 4;
    }

    private static String folded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean afterBlank = out.length() == 0 || out.charAt(out.length() - 1) == ' ';
            if (c != ' ' || !afterBlank) {
                out.append(c);
            }
        }
        int end = out.length();
        return end > 0 && out.charAt(end - 1) == ' ' ? out.substring(0, end - 1) : out.toString();
    }
}
