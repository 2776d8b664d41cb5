package io.npushell.data;

import io.npushell.data.SentencePieceModel.Piece;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** ChatGLM3's own tokenizer: SentencePiece, special tokens after the pieces, and each text begins with [gMASK] sop. */
final class ChatGlmTokenizer implements Tokenizer {
    private static final List<String> SPECIALS = List.of(
            "[MASK]", "[gMASK]", "[sMASK]", "sop", "eop", "<|system|>", "<|user|>", "<|assistant|>", "<|observation|>");

    private final SentencePieceModel model;
    private final SentencePieceBpe bpe;
    private final int endOfDocument;

    private ChatGlmTokenizer(SentencePieceModel model, int endOfDocument) {
        this.model = model;
        this.bpe = new SentencePieceBpe(model.pieces());
        this.endOfDocument = endOfDocument;
    }

    static ChatGlmTokenizer read(Path file) {
        SentencePieceModel model = SentencePieceModel.read(file);
        for (int id = 0; id < model.pieces().size(); id++) {
            Piece piece = model.pieces().get(id);
            if (piece.text().equals("</s>") && piece.kind() == SentencePieceModel.Kind.CONTROL) {
                return new ChatGlmTokenizer(model, id);
            }
        }
        throw Tokenizers.broken(file + " has no piece \"</s>\" to end a document with", file);
    }

    @Override
    public int[] encode(String text) {
        int[] pieces = bpe.encode(model.normalizer().normalize(text));
        int[] ids = new int[pieces.length + 2];
        ids[0] = special("[gMASK]");
        ids[1] = special("sop");
        System.arraycopy(pieces, 0, ids, 2, pieces.length);
        return ids;
    }

    private int special(String name) {
        return model.pieces().size() + SPECIALS.indexOf(name);
    }

    /** Leaves out control pieces and the [gMASK] sop a text begins with; other special tokens are written by name. */
    @Override
    public String decode(int[] ids) {
        boolean begins = ids.length >= 2 && ids[0] == special("[gMASK]") && ids[1] == special("sop");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int i = begins ? 2 : 0; i < ids.length; i++) {
            decode(ids[i], text);
        }
        return model.normalizer().restore(text.toString(StandardCharsets.UTF_8));
    }

    private void decode(int id, ByteArrayOutputStream text) {
        int special = id - model.pieces().size();
        if (id < 0 || special >= SPECIALS.size()) {
            text.writeBytes("\uFFFD".getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (special >= 0) {
            text.writeBytes(SPECIALS.get(special).getBytes(StandardCharsets.UTF_8));
            return;
        }
        Piece piece = model.pieces().get(id);
        switch (piece.kind()) {
            case NORMAL, USER_DEFINED, UNUSED -> text.writeBytes(piece.text().getBytes(StandardCharsets.UTF_8));
            case BYTE -> text.write(Math.max(0, SentencePieceBpe.byteValue(piece.text())));
            case UNKNOWN -> text.writeBytes(" \u2047 ".getBytes(StandardCharsets.UTF_8));
            case CONTROL -> {}
        }
    }

    @Override
    public int vocabularySize() {
        return model.pieces().size() + SPECIALS.size();
    }

    @Override
    public int endOfDocument() {
        return endOfDocument;
    }
}
