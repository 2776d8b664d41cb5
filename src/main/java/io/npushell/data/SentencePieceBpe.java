package io.npushell.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Turns normalised text into ids of pieces: unknown characters become their bytes where the model has all of them, else the unknown piece. */
final class SentencePieceBpe {
    private final Map<String, Integer> mergeable = new HashMap<>();
    private final List<String> userDefined = new ArrayList<>();
    private final boolean[] unused;
    private final float[] scores;
    private final int[] byteIds = new int[256];
    private final boolean bytesComplete;
    private final int unknown;

    SentencePieceBpe(List<SentencePieceModel.Piece> pieces) {
        unused = new boolean[pieces.size()];
        scores = new float[pieces.size()];
        Arrays.fill(byteIds, -1);
        int unknownId = 0;
        for (int id = 0; id < pieces.size(); id++) {
            SentencePieceModel.Piece piece = pieces.get(id);
            scores[id] = piece.score();
            unused[id] = piece.kind() == SentencePieceModel.Kind.UNUSED;
            if (piece.kind().merges()) {
                mergeable.put(piece.text(), id);
            }
            switch (piece.kind()) {
                case UNKNOWN -> unknownId = id;
                case USER_DEFINED -> userDefined.add(piece.text());
                case BYTE -> setByte(piece.text(), id);
                case NORMAL, CONTROL, UNUSED -> {}
            }
        }
        unknown = unknownId;
        bytesComplete = Arrays.stream(byteIds).allMatch(id -> id >= 0);
        userDefined.sort((a, b) -> b.length() - a.length());
    }

    private void setByte(String text, int id) {
        int value = byteValue(text);
        if (value >= 0) {
            byteIds[value] = id;
        }
    }

    /** The byte a piece like {@code <0x0A>} stands for, or -1. */
    static int byteValue(String text) {
        return text.matches("<0x[0-9A-F]{2}>") ? Integer.parseInt(text.substring(3, 5), 16) : -1;
    }

    int[] encode(String normalized) {
        MergeQueue merges = new MergeQueue(normalized, mergeable, scores, userDefined);
        IntStream.Builder ids = IntStream.builder();
        boolean afterUnknown = false;
        for (String symbol : merges.symbols(unused)) {
            Integer id = mergeable.get(symbol);
            if (id != null) {
                ids.add(id);
            } else if (bytesComplete) {
                for (byte value : symbol.getBytes(StandardCharsets.UTF_8)) {
                    ids.add(byteIds[value & 0xff]);
                }
            } else if (!afterUnknown) {
                ids.add(unknown);
            }
            afterUnknown = id == null && !bytesComplete;
        }
        return ids.build().toArray();
    }
}
