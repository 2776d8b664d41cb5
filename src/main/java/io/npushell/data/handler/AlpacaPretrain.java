package io.npushell.data.handler;

import io.npushell.data.Tokenizer;
import io.npushell.data.source.Column;
import java.util.List;

/** Upstream's AlpacaPretrainHandler: instruction, input and output in one text. Without an input it writes "None", as upstream's own files have it. */
record AlpacaPretrain(Tokenizer tokenizer, boolean appendEndOfDocument) implements Handler {
    private static final String TEXT =
            "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful,"
                    + " detailed, and polite answers to the user's questions.USER: Below is an instruction that describes a task. Write a"
                    + " response that appropriately completes the request.\n\n### Instruction:\n";

    @Override
    public List<Column> columns() {
        return List.of(Column.text("instruction"), new Column("input", Column.Kind.OPTIONAL), Column.text("output"));
    }

    @Override
    public List<String> keys() {
        return List.of("text");
    }

    @Override
    public boolean packed() {
        return false;
    }

    @Override
    public List<List<int[]>> encode(List<String> values) {
        String input = values.get(1).isEmpty() ? "None" : " Input:\n" + values.get(1);
        String text = TEXT + values.get(0) + "\n\n###" + input + "\n\n### Response: ASSISTANT: " + values.get(2);
        return List.of(GeneralPretrain.document(text, tokenizer, appendEndOfDocument));
    }
}
