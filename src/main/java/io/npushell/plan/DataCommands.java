package io.npushell.plan;

import static io.npushell.params.ParameterNames.APPEND_EOD;
import static io.npushell.params.ParameterNames.CODE_DIR;
import static io.npushell.params.ParameterNames.DATA_WORKERS;
import static io.npushell.params.ParameterNames.HANDLER;
import static io.npushell.params.ParameterNames.JSON_KEYS;
import static io.npushell.params.ParameterNames.LONG_DOCUMENTS;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The commands of the data step: npu-shell's own, or upstream's followed by a look at the files it left.
 *
 * <p>Upstream's is the manual's command without its mistakes: blanks before the line ends, no dangling backslash, no option that does nothing.
 */
record DataCommands(Draft draft, Preparation preparation) {
    private static final String MANUAL_WORKERS = "8";

    List<NodeCommand> all() {
        return draft.usesModelLink() ? List.of(modelLink(), own("check-data")) : List.of(own("data"));
    }

    private NodeCommand own(String step) {
        List<String> words = OwnPrograms.command(draft.request().installation(), List.of(), step);
        words.addAll(List.of(
                "--input",
                preparation.rawInput(),
                "--output-prefix",
                preparation.outputPrefix(),
                "--tokenizer-name-or-path",
                draft.path(TOKENIZER_PATH).orElse("")));
        if (!draft.runType().finetunes()) {
            words.add("--json-keys");
            words.addAll(DataHandlers.keys(draft.settings()));
        }
        handler(words);
        length(words);
        if (draft.settings().is(LONG_DOCUMENTS, "split")) {
            words.add("--split-long");
        }
        endMarks(words);
        draft.settings().text(DATA_WORKERS).ifPresent(workers -> words.addAll(List.of("--workers", workers)));
        return new NodeCommand(0, List.of(), draft.workDir(), Map.of(), words);
    }

    private NodeCommand modelLink() {
        String code = draft.path(CODE_DIR).orElse(draft.workDir());
        List<String> setup = new ArrayList<>(draft.profile().environment());
        setup.add("export PYTHONPATH=$PYTHONPATH:" + CommandText.quote(code + "/AscendSpeed"));
        setup.add("export PYTHONPATH=$PYTHONPATH:" + CommandText.quote(code + "/ModelLink"));
        String directory = preparation.outputPrefix().replaceFirst("/[^/]*$", "");
        setup.add("mkdir -p " + CommandText.quote(directory));
        // What an earlier run left must not be taken for the result of this one.
        setup.add("rm -f " + String.join(" ", oldFiles()));
        List<String> words = new ArrayList<>(List.of(
                "sh",
                draft.guard(),
                "python",
                "./tools/preprocess_data.py",
                "--input",
                preparation.rawInput(),
                "--tokenizer-name-or-path",
                draft.path(TOKENIZER_PATH).orElse(""),
                "--output-prefix",
                preparation.outputPrefix(),
                "--workers",
                draft.settings().text(DATA_WORKERS).orElse(MANUAL_WORKERS),
                "--log-interval",
                "1000",
                "--tokenizer-type",
                "PretrainedFromHF"));
        handler(words);
        if (!draft.settings().text(JSON_KEYS).orElse("text").equals("text")) {
            words.add("--json-keys");
            words.addAll(DataHandlers.keys(draft.settings()));
        }
        length(words);
        endMarks(words);
        return new NodeCommand(0, setup, code + "/ModelLink", Map.of(), words);
    }

    private List<String> oldFiles() {
        String prefix = preparation.outputPrefix();
        boolean finetunes = draft.runType().finetunes();
        List<String> datasets = finetunes
                ? Stream.of("input_ids", "attention_mask", "labels")
                        .map(part -> prefix + "_packed_" + part + WorkTree.DOCUMENT)
                        .toList()
                : DataHandlers.datasets(draft.settings(), preparation.dataset());
        List<String> names = new ArrayList<>();
        for (String dataset : datasets) {
            names.add(CommandText.quote(dataset + ".bin"));
            names.add(CommandText.quote(dataset + ".idx"));
        }
        for (String dataset : finetunes ? List.of(preparation.dataset()) : datasets) {
            names.add(CommandText.quote(dataset + ".manifest.json"));
        }
        return names;
    }

    private void handler(List<String> words) {
        draft.settings()
                .text(HANDLER)
                .filter(name -> !name.equals(DataHandlers.GENERAL_PRETRAIN))
                .ifPresent(name -> words.addAll(List.of("--handler-name", name)));
    }

    private void length(List<String> words) {
        draft.settings().text(SEQ_LEN).ifPresent(length -> words.addAll(List.of("--seq-length", length)));
    }

    private void endMarks(List<String> words) {
        if (draft.on(APPEND_EOD)) {
            words.add("--append-eod");
        }
    }
}
