package io.npushell.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The "post_processor" of a tokenizer.json: the special tokens put before and after a text. */
final class TokenFrame {
    private TokenFrame() {}

    /** Those before, then those after. */
    static List<List<Integer>> of(TokenizerJson tree) {
        List<List<Integer>> frame = List.of(new ArrayList<>(), new ArrayList<>());
        add(tree, frame);
        return frame;
    }

    private static void add(TokenizerJson tree, List<List<Integer>> frame) {
        if (tree.isAbsent()) {
            return;
        }
        String type = tree.get("type").text();
        switch (type) {
            case "ByteLevel" -> {} // only the positions in the text, which nobody asks for
            case "Sequence" -> tree.get("processors").items().forEach(step -> add(step, frame));
            case "TemplateProcessing" -> template(tree, frame);
            default -> throw tree.unsupported("the post-processor " + type);
        }
    }

    private static void template(TokenizerJson tree, List<List<Integer>> frame) {
        Map<String, TokenizerJson> known = tree.get("special_tokens").fields();
        boolean afterText = false;
        for (TokenizerJson piece : tree.get("single").items()) {
            TokenizerJson special = piece.get("SpecialToken");
            if (special.isAbsent()) {
                afterText = true;
                continue;
            }
            TokenizerJson token = known.get(special.get("id").text());
            if (token == null) {
                throw Tokenizers.broken(tree.file() + " puts an unknown special token around texts", tree.file());
            }
            for (TokenizerJson id : token.get("ids").items()) {
                frame.get(afterText ? 1 : 0).add(id.number());
            }
        }
    }
}
