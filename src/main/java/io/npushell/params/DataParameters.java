package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.path;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Switch;
import io.npushell.params.ParameterKind.Words;
import java.util.List;

/** The training data, raw and tokenised. */
final class DataParameters {
    private DataParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.DATASET_PATH, Group.DATA, path())
                        .named("dataset", "data-path")
                        .says("prefix of the tokenised data, without .bin or .idx", """
                                For pretrain and retrain the prefix ends in _text_document; for sft and lora it is the bare output prefix
                                (alpaca_ft), to which Megatron adds _packed_input_ids_document and its two siblings itself.""")
                        .from(
                                "manual, hyperparameter tables; required. ModelLink decoder_packed_mtf_dataset.py for sft")
                        .build(),
                parameter(ParameterNames.RAW_INPUT, Group.DATA, path())
                        .named("raw-data", "input")
                        .says("text file or directory the data step tokenises", """
                                --input of preprocess_data.py: parquet, json, jsonl, csv or txt. A directory is read by the
                                ending most of its files have.""")
                        .from("manual, data pages; ModelLink preprocess_data.py")
                        .ownUse()
                        .build(),
                parameter(
                                ParameterNames.JSON_KEYS,
                                Group.DATA,
                                new Words("[^\\s,'\"=]+", "the name of one column, without blanks"))
                        .named("text-column", "json-key")
                        .says("column of the raw data that holds the text", """
                                --json-keys of preprocess_data.py, which takes 'text' when nothing is said; the manual writes --json-key. It is part of the output's name: column 'text'
                                gives PREFIX_text_document.""")
                        .from("ModelLink preprocess_data.py")
                        .manualDefault("text")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.APPEND_EOD, Group.DATA, new Switch())
                        .named("end-of-document", "eod")
                        .says("write an end mark after each document", """
                                --append-eod of preprocess_data.py. The manual never passes it, so its models are never shown where
                                a document ends.""")
                        .from("ModelLink preprocess_data.py; manual, data pages")
                        .manualDefault("off")
                        .ownUse()
                        .build());
    }
}
