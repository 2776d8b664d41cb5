package io.npushell.shell.imports;

import io.npushell.params.ClosestNames;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.profile.RunType;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns the options of upstream's two tools, preprocess_data.py and util.py (convert_ckpt.py), into settings. */
final class ToolMapping {
    private static final Map<String, String> PREPROCESS = Map.of(
            "--input", ParameterNames.RAW_INPUT,
            "--tokenizer-name-or-path", ParameterNames.TOKENIZER_PATH,
            "--output-prefix", ParameterNames.DATASET_PATH,
            "--workers", ParameterNames.DATA_WORKERS,
            "--seq-length", ParameterNames.SEQ_LEN,
            "--json-keys", ParameterNames.JSON_KEYS,
            "--handler-name", ParameterNames.HANDLER,
            "--append-eod", ParameterNames.APPEND_EOD);
    private static final Set<String> PREPROCESS_OTHERS = Set.of(
            "--tokenizer-type",
            "--log-interval",
            "--make-vocab-size-divisible-by",
            "--dataset-impl",
            "--vocab-file",
            "--merge-file",
            "--tokenizer-not-use-fast",
            "--pad-vocab-size-to",
            "--split-sentences",
            "--keep-newlines",
            "--streaming",
            "--datasets",
            "--hf-datasets-params");
    private static final Map<String, String> CONVERT = Map.of(
            "--load-dir", ParameterNames.HF_PATH,
            "--save-dir", ParameterNames.MODEL_PATH,
            "--target-tensor-parallel-size", ParameterNames.TENSOR_PARALLEL,
            "--target-pipeline-parallel-size", ParameterNames.PIPELINE_PARALLEL,
            "--params-dtype", ParameterNames.PARAMS_DTYPE);
    private static final Set<String> CONVERT_OTHERS = Set.of(
            "--model-type",
            "--loader",
            "--saver",
            "--tokenizer-model",
            "--add-qkv-bias",
            "--add-dense-bias",
            "--megatron-path",
            "--true-vocab-size",
            "--vocab-file",
            "--max-queue-size",
            "--no-checking",
            "--save-model-type",
            "--w-pack");
    private static final Map<String, String> MEANT = Map.of(
            "--json-key", "--json-keys",
            "--tensor-model-parallel-size", "--target-tensor-parallel-size",
            "--pipeline-model-parallel-size", "--target-pipeline-parallel-size");
    private static final String TEXT_ENDING = "_text_document";

    private final ToolLine tool;
    private final VariableMapping values;
    private final Mistakes mistakes;
    private final Map<String, String> options = new LinkedHashMap<>();

    ToolMapping(ToolLine tool, VariableMapping values, Mistakes mistakes) {
        this.tool = tool;
        this.values = values;
        this.mistakes = mistakes;
        read();
    }

    static boolean knows(ToolLine tool) {
        return prepares(tool) || tool.program().matches("(.*/)?(util|convert_ckpt)\\.py");
    }

    /** Prepared samples with a handler are for fine-tuning, and so are converted weights. */
    RunType runType() {
        return !prepares(tool) || options.containsKey("--handler-name") ? RunType.SFT : RunType.PRETRAIN;
    }

    List<ImportedSetting> settings() {
        List<ImportedSetting> settings = new ArrayList<>();
        Map<String, String> known = prepares(tool) ? PREPROCESS : CONVERT;
        options.forEach((option, value) -> {
            String parameter = known.get(option);
            if (parameter != null) {
                String text = option.equals("--append-eod") ? "on" : whole(option, value);
                values.setting(tool.line(), ParameterCatalog.standard().get(parameter), option, text)
                        .ifPresent(settings::add);
            }
        });
        return settings;
    }

    private static boolean prepares(ToolLine tool) {
        return tool.program().endsWith("preprocess_data.py");
    }

    /** The scripts want the prefix with the ending that the tool adds for plain text. */
    private String whole(String option, String value) {
        boolean text = option.equals("--output-prefix") && runType() == RunType.PRETRAIN;
        return text && !value.endsWith(TEXT_ENDING) ? value + TEXT_ENDING : value;
    }

    private void read() {
        String option = "";
        for (String word : tool.words()) {
            if (word.startsWith("-") && !word.matches("-[0-9.]+")) {
                int equals = word.indexOf('=');
                option = named(equals < 0 ? word : word.substring(0, equals));
                options.put(option, equals < 0 ? "" : word.substring(equals + 1));
            } else if (!option.isEmpty()) {
                options.merge(option, word, (before, value) -> before.isEmpty() ? value : before + "," + value);
            }
        }
        if (options.containsKey("--make-vocab-size-divisible-by")) {
            mistakes.add(
                    Kind.HARMLESS,
                    tool.line(),
                    "--make-vocab-size-divisible-by does nothing to prepared data; copied to a training it can make weights not fit");
        }
    }

    private String named(String word) {
        String option = word.startsWith("--") ? word : "-" + word;
        if (!option.equals(word)) {
            mistakes.add(Kind.TOOL_OPTION, tool.line(), "'" + word + "' needs two dashes; read as " + option);
        }
        Map<String, String> known = prepares(tool) ? PREPROCESS : CONVERT;
        Set<String> others = prepares(tool) ? PREPROCESS_OTHERS : CONVERT_OTHERS;
        if (known.containsKey(option) || others.contains(option)) {
            return option;
        }
        String meant = MEANT.getOrDefault(option, "");
        if (known.containsKey(meant)) {
            mistakes.add(
                    Kind.TOOL_OPTION,
                    tool.line(),
                    "the option is called " + meant + ", not " + option + "; read as that");
            return meant;
        }
        List<String> all = new ArrayList<>(known.keySet());
        all.addAll(others);
        List<String> near = ClosestNames.of(option, all);
        mistakes.add(
                Kind.TOOL_OPTION,
                tool.line(),
                tool.program() + " has no option " + option
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        return option;
    }
}
