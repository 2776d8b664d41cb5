package io.npushell.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Qwen's own tokenizer: NFC, byte pairs, 208 special tokens after the ranks; special tokens written in a text become their ids, as there. */
final class QwenTokenizer implements Tokenizer {
    static final Pattern PATTERN = Pattern.compile(
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern SPECIAL = Pattern.compile("<\\|(?:endoftext|im_start|im_end|extra_\\d{1,3})\\|>");
    private static final int EXTRAS = 205;
    private static final List<String> SPECIALS = specials();

    private final ByteLevelBpe ordinary;

    private QwenTokenizer(ByteLevelBpe ordinary) {
        this.ordinary = ordinary;
    }

    static QwenTokenizer read(Path file) {
        return new QwenTokenizer(new ByteLevelBpe(TiktokenRanks.read(file), PATTERN));
    }

    private static List<String> specials() {
        List<String> names = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        for (int i = 0; i < EXTRAS; i++) {
            names.add("<|extra_" + i + "|>");
        }
        return List.copyOf(names);
    }

    @Override
    public int[] encode(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (!normal.contains("<|")) {
            return ordinary.encode(normal);
        }
        IntStream.Builder ids = IntStream.builder();
        int from = 0;
        Matcher special = SPECIAL.matcher(normal);
        while (special.find()) {
            int number = SPECIALS.indexOf(special.group());
            if (number >= 0) {
                Arrays.stream(ordinary.encode(normal.substring(from, special.start())))
                        .forEach(ids::add);
                ids.add(ordinary.size() + number);
                from = special.end();
            }
        }
        Arrays.stream(ordinary.encode(normal.substring(from))).forEach(ids::add);
        return ids.build().toArray();
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : ids) {
            int special = id - ordinary.size();
            if (special >= 0 && special < SPECIALS.size()) {
                text.writeBytes(SPECIALS.get(special).getBytes(StandardCharsets.UTF_8));
            } else {
                ordinary.decode(id, text);
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public int vocabularySize() {
        return ordinary.size() + SPECIALS.size();
    }

    @Override
    public int endOfDocument() {
        return ordinary.size();
    }
}
