package io.npushell.data.handler;

import io.npushell.data.handler.Prompted.Message;
import io.npushell.data.source.Column;
import java.util.List;

/** Upstream's GeneralInstructionHandler: one instruction with its input, one answer. */
record GeneralInstruction(Prompted prompted) implements FineTuning {
    @Override
    public List<Column> columns() {
        return List.of(Column.text("instruction"), new Column("input", Column.Kind.NULLABLE), Column.text("output"));
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        List<Message> messages =
                List.of(Message.user(values.get(0) + "\n" + values.get(1)), Message.assistant(values.get(2)));
        return prompted.encode(messages).stream().map(List::of).toList();
    }
}
