package io.npushell.params;

import static io.npushell.params.ParameterBuilder.parameter;
import static io.npushell.params.ParameterBuilder.path;

import io.npushell.params.Parameter.Group;
import io.npushell.params.ParameterKind.Choice;
import io.npushell.params.ParameterKind.Switch;
import io.npushell.params.ParameterKind.WholeNumber;
import io.npushell.params.ParameterKind.Words;
import java.util.List;

/** The training data, raw and tokenised. */
final class DataParameters {
    private DataParameters() {}

    static List<Parameter> all() {
        return List.of(
                parameter(ParameterNames.DATASET_PATH, Group.DATA, path())
                        .named("dataset", "data-path", "output-prefix")
                        .says("prefix of the tokenised data, without .bin or .idx", """
                                For pretrain and retrain the prefix ends in _text_document; for sft and lora it is the bare output prefix
                                (alpaca_ft), to which Megatron adds _packed_input_ids_document and its two siblings itself.""")
                        .from(
                                "manual, hyperparameter tables; required. ModelLink decoder_packed_mtf_dataset.py for sft")
                        .build(),
                parameter(ParameterNames.RAW_INPUT, Group.DATA, path())
                        .named("raw-data", "input")
                        .says("text file or directory the data step tokenises", """
                                --input of preprocess_data.py: parquet, json, jsonl, csv, tsv or txt. A directory is read by the
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
                        .build(),
                parameter(
                                ParameterNames.HANDLER,
                                Group.DATA,
                                new Choice(List.of(
                                        "GeneralPretrainHandler",
                                        "AlpacaPretrainHandler",
                                        "GeneralInstructionHandler",
                                        "BelleMultiTurnInstructionHandler",
                                        "MOSSInstructionHandler",
                                        "MOSSMultiTurnHandler")))
                        .named("handler-name")
                        .says("what the data step makes of a record", """
                                --handler-name of preprocess_data.py, with its prompts. The first two make pretraining data, the others fine-tuning
                                data. Where nothing is said: GeneralPretrainHandler for pretrain and retrain, GeneralInstructionHandler for sft and
                                lora. Upstream takes the first silently for a name it does not know.""")
                        .from("ModelLink data_handler.py; manual, data pages")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.LONG_DOCUMENTS, Group.DATA, new Choice(List.of("drop", "split")))
                        .named("long-texts")
                        .says("what becomes of documents of seq-len tokens or more", """
                                Upstream drops them whole, in pretraining too. split cuts them into pieces of at most seq-len - 1 tokens instead;
                                only for pretraining data, as it would part instructions from their answers.""")
                        .from("ModelLink data_handler.py (drop)")
                        .manualDefault("drop")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.PREPROCESSOR, Group.DATA, new Choice(List.of("native", "modellink")))
                        .named("data-tool")
                        .says("which program prepares the data", """
                                native is npu-shell's own, several times faster, with the same bytes. modellink runs upstream's
                                tools/preprocess_data.py below code-dir, as the manual does, and judges it by the files it leaves.""")
                        .from("manual, data pages")
                        .manualDefault("native")
                        .ownUse()
                        .build(),
                parameter(ParameterNames.DATA_WORKERS, Group.DATA, new WholeNumber(1, 1024))
                        .named("preprocessing-workers", "workers")
                        .says("workers of the data step", """
                                --workers of preprocess_data.py: neither cards nor threads there, but processes. Where nothing is said the own
                                data step takes all cores; modellink is given 8, as in the manual. The result does not depend on it.""")
                        .from("manual, data pages; ModelLink preprocess_data.py")
                        .ownUse()
                        .build());
    }
}
