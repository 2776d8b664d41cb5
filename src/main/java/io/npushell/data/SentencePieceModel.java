package io.npushell.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A SentencePiece tokenizer.model file (sentencepiece_model.proto), as far as BPE needs it.
 *
 * @param pieces by id
 */
record SentencePieceModel(List<Piece> pieces, SentencePieceNormalizer normalizer) {
    private static final int MODEL_TYPE_BPE = 2;

    enum Kind {
        NORMAL,
        UNKNOWN,
        CONTROL,
        USER_DEFINED,
        UNUSED,
        BYTE;

        /** Whether texts are merged into it. */
        boolean merges() {
            return this == NORMAL || this == USER_DEFINED || this == UNUSED;
        }
    }

    /** @param score the higher, the earlier it is merged */
    record Piece(String text, float score, Kind kind) {}

    static SentencePieceModel read(Path file) {
        byte[] content = Tokenizers.content(file);
        try {
            SentencePieceModel model = parse(new ProtobufReader(content), file);
            if (model.pieces.isEmpty()) {
                throw Tokenizers.broken(file + " has no pieces", file);
            }
            return model;
        } catch (ProtobufReader.Malformed e) {
            throw Tokenizers.broken(file + " is no SentencePiece model or is cut short: " + e.getMessage(), file);
        }
    }

    private static SentencePieceModel parse(ProtobufReader in, Path file) {
        List<Piece> pieces = new ArrayList<>();
        SentencePieceNormalizer normalizer = SentencePieceNormalizer.identity();
        int modelType = 1;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> pieces.add(piece(in.readMessage(), pieces.size(), file));
                case 2 -> modelType = modelType(in.readMessage());
                case 3 -> normalizer = SentencePieceNormalizer.parse(in.readMessage());
                default -> in.skip();
            }
        }
        if (modelType != MODEL_TYPE_BPE) {
            throw Tokenizers.broken(
                    file + " is a SentencePiece model of type " + modelType + "; only BPE (type " + MODEL_TYPE_BPE
                            + ") can be read",
                    file);
        }
        return new SentencePieceModel(List.copyOf(pieces), normalizer);
    }

    private static Piece piece(ProtobufReader in, int id, Path file) {
        String text = "";
        float score = 0;
        long kind = 1;
        for (int field = in.next(); field != 0; field = in.next()) {
            switch (field) {
                case 1 -> text = in.readString();
                case 2 -> score = in.readFloat();
                case 3 -> kind = in.readNumber();
                default -> in.skip();
            }
        }
        if (text.isEmpty() || kind < 1 || kind > Kind.values().length) {
            throw Tokenizers.broken(file + " has a piece " + id + " of text \"" + text + "\" and type " + kind, file);
        }
        return new Piece(text, score, Kind.values()[(int) kind - 1]);
    }

    private static int modelType(ProtobufReader in) {
        int type = 1;
        for (int field = in.next(); field != 0; field = in.next()) {
            if (field == 3) {
                type = (int) in.readNumber();
            } else {
                in.skip();
            }
        }
        return type;
    }
}
