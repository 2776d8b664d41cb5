package io.npushell.data.handler;

import io.npushell.data.Tokenizer;
import io.npushell.data.source.Column;
import java.util.List;
import java.util.stream.IntStream;

/** Upstream's MOSSMultiTurnHandler: all turns in one sequence between the ids Baichuan has for user and assistant. */
record MossMultiTurn(Tokenizer tokenizer) implements FineTuning {
    private static final int USER = 195;
    private static final int ASSISTANT = 196;
    private static final int IGNORED = -100;

    @Override
    public List<Column> columns() {
        return List.of(new Column("chat", Column.Kind.NESTED));
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        IntStream.Builder ids = IntStream.builder();
        IntStream.Builder labels = IntStream.builder();
        int end = tokenizer.endOfDocument();
        for (MossChat.Turn turn : MossChat.parse(values.get(0)).turns()) {
            int[] assistant = tokenizer.encode(turn.assistant());
            ids.add(USER);
            labels.add(end);
            for (int id : tokenizer.encode(turn.user())) {
                ids.add(id);
                labels.add(IGNORED);
            }
            ids.add(ASSISTANT);
            labels.add(IGNORED);
            for (int id : assistant) {
                ids.add(id);
                labels.add(id);
            }
        }
        int[] sequence = ids.add(end).build().toArray();
        return List.of(
                List.of(sequence),
                List.of(Prompted.ones(sequence.length)),
                List.of(labels.add(end).build().toArray()));
    }
}
