package io.npushell.data.maker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a SentencePiece tokenizer.model of type BPE: unknown, begin and end, the bytes, merges, then single characters. */
final class SentencePieceMaker {
    private static final char MARK = '\u2581';

    /** A mark opens a word; letters, digits and the rest do not mix, as in SentencePiece's own trainer. */
    private static final Pattern WORD = Pattern.compile(
            MARK + "?\\p{L}+|" + MARK + "?\\p{N}|" + MARK + "?[^" + MARK + "\\p{L}\\p{N}]+|" + MARK + "+");

    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int BYTE = 6;
    private static final int FIRST_PIECES = 3 + 256;
    private static final int MODEL_TYPE_BPE = 2;

    private SentencePieceMaker() {}

    static byte[] make(List<String> texts, int size) {
        Map<String, Integer> words = new TreeMap<>();
        Map<String, Integer> characters = new HashMap<>();
        for (String text : texts) {
            String marked = MARK + text.replace(' ', MARK);
            Matcher word = WORD.matcher(marked);
            while (word.find()) {
                words.merge(word.group(), 1, Integer::sum);
            }
            marked.codePoints().forEach(c -> characters.merge(Character.toString(c), 1, Integer::sum));
        }
        List<String> single = new ArrayList<>(characters.keySet());
        single.sort(Comparator.<String>comparingInt(c -> -characters.getOrDefault(c, 0))
                .thenComparing(Comparator.naturalOrder()));

        List<String> pieces = new ArrayList<>(PairMerges.learn(words, size - FIRST_PIECES - single.size()));
        pieces.addAll(single);
        TokenizerMaker.requireEnough(FIRST_PIECES + pieces.size(), size);
        return model(pieces, size);
    }

    /** Field numbers of sentencepiece_model.proto. */
    private static byte[] model(List<String> pieces, int size) {
        ProtobufWriter model = new ProtobufWriter()
                .message(1, piece("<unk>", 0, UNKNOWN))
                .message(1, piece("<s>", 0, CONTROL))
                .message(1, piece("</s>", 0, CONTROL));
        for (int value = 0; value < 256; value++) {
            model.message(1, piece(String.format("<0x%02X>", value), 0, BYTE));
        }
        for (int i = 0; i < pieces.size(); i++) {
            model.message(1, piece(pieces.get(i), -i, NORMAL));
        }
        ProtobufWriter trainer =
                new ProtobufWriter().number(3, MODEL_TYPE_BPE).number(4, size).number(35, 1); // byte_fallback
        ProtobufWriter normalizer = new ProtobufWriter()
                .text(1, "identity")
                .number(3, 1) // add_dummy_prefix
                .number(4, 0) // remove_extra_whitespaces
                .number(5, 1); // escape_whitespaces
        return model.message(2, trainer).message(3, normalizer).bytes();
    }

    private static ProtobufWriter piece(String text, float score, int type) {
        return new ProtobufWriter().text(1, text).decimal(2, score).number(3, type);
    }
}
