package io.npushell.plan;

import java.util.Map;

/** What the choices of the data step mean, in a few words. */
final class DataChoices {
    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("GeneralPretrainHandler", "the text of a column, for pretraining"),
            Map.entry("AlpacaPretrainHandler", "instruction, input and output as one text, for pretraining"),
            Map.entry("GeneralInstructionHandler", "instruction, input and output, for fine-tuning"),
            Map.entry("BelleMultiTurnInstructionHandler", "turns after Human: and Assistant:, for fine-tuning"),
            Map.entry("MOSSInstructionHandler", "a sample for each turn of \"chat\", for fine-tuning"),
            Map.entry("MOSSMultiTurnHandler", "all turns of \"chat\" with Baichuan's ids, for fine-tuning"),
            Map.entry("drop", "leave them out, as upstream does"),
            Map.entry("split", "cut them into pieces; pretraining only"),
            Map.entry("native", "npu-shell's own"),
            Map.entry("modellink", "upstream's preprocess_data.py"));

    private DataChoices() {}

    static String meaning(String value) {
        return MEANINGS.getOrDefault(value, value);
    }
}
