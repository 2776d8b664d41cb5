package io.npushell.data.handler;

import io.npushell.data.handler.Prompted.Message;
import io.npushell.data.source.Column;
import java.util.ArrayList;
import java.util.List;

/** Upstream's BelleMultiTurnInstructionHandler: turns within "instruction" after "Human:" and "Assistant:", the last answer in "output". */
record BelleMultiTurn(Prompted prompted) implements FineTuning {
    @Override
    public List<Column> columns() {
        return Column.texts(List.of("instruction", "output"));
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        return prompted.encode(messages(values.get(0), values.get(1))).stream()
                .map(List::of)
                .toList();
    }

    static List<Message> messages(String turns, String answer) {
        List<Message> messages = new ArrayList<>();
        for (String turn : turns.split("Human:", -1)) {
            if (turn.isEmpty()) {
                continue;
            }
            String[] sides = turn.split("Assistant:", -1);
            if (sides.length > 1) {
                messages.add(Message.user(PythonText.strip(sides[0])));
                messages.add(Message.assistant(PythonText.strip(sides[1])));
            } else {
                messages.add(Message.assistant(PythonText.strip(sides[0])));
            }
        }
        if (messages.isEmpty()) {
            throw new UnfitRecord("has no turn in the column \"instruction\"");
        }
        // What follows the last "Assistant:" is empty, and the answer takes its place.
        messages.remove(messages.size() - 1);
        messages.add(Message.assistant(PythonText.strip(answer)));
        return messages;
    }
}
