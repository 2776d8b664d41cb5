package io.npushell.data.handler;

import io.npushell.data.handler.Prompted.Message;
import io.npushell.data.source.Column;
import java.util.ArrayList;
import java.util.List;

/** Upstream's MOSSInstructionHandler: each turn gives a sample with all turns before it. It adds no end mark, whatever is asked. */
record MossInstruction(Prompted prompted) implements FineTuning {
    @Override
    public List<Column> columns() {
        return List.of(new Column("chat", Column.Kind.NESTED));
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        List<List<int[]>> sequences = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Message> messages = new ArrayList<>();
        for (MossChat.Turn turn : MossChat.parse(values.get(0)).turns()) {
            messages.add(Message.user(turn.user()));
            messages.add(Message.assistant(turn.assistant()));
            List<int[]> sample = prompted.encode(messages);
            for (int key = 0; key < sample.size(); key++) {
                sequences.get(key).add(sample.get(key));
            }
        }
        return sequences;
    }
}
