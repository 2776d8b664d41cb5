package io.npushell.shell.imports;

import io.npushell.io.ClosestNames;
import io.npushell.model.RunType;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns the options of upstream's two tools, preprocess_data.py and util.py (convert_ckpt.py), into settings. */
final class ToolMapping {
    private static final Map<String, String> PREPROCESS = known(
            "--input",
            "--tokenizer-name-or-path",
            "--output-prefix",
            "--workers",
            "--seq-length",
            "--json-keys",
            "--handler-name",
            "--append-eod");
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
            "--w-pack",
            "--embed-layernorm",
            "--num-layer-list",
            "--use-mcore-models",
            "--load-model-type",
            "--model-type-hf",
            "--hf-dir",
            "--hf-cfg-dir",
            "--lora-load",
            "--lora-r",
            "--lora-alpha",
            "--lora-target-modules",
            "--target-expert-parallel-size",
            "--num-layers-per-virtual-pipeline-stage");
    /** What a merge says of our step: the model whose config and tokenizer the result gets. Where from is an argument of weights merge. */
    private static final Map<String, String> MERGE = Map.of("--save-dir", ParameterNames.HF_PATH);

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

    /** What a tool does: which step of ours it is. */
    enum Job {
        DATA("data"),
        WEIGHTS("weights"),
        MERGE("export");

        private final String step;

        Job(String step) {
            this.step = step;
        }

        String step() {
            return step;
        }
    }

    Job job() {
        if (prepares(tool)) {
            return Job.DATA;
        }
        String saver = options.getOrDefault("--saver", "");
        boolean merges = options.getOrDefault("--save-model-type", "").contains("hugging")
                || saver.equals("hf")
                || saver.equals("huggingface")
                || saver.endsWith("_hf");
        return merges ? Job.MERGE : Job.WEIGHTS;
    }

    /** Whether it only cuts Megatron weights otherwise, which no step does. */
    boolean cutsAgain() {
        return job() == Job.WEIGHTS
                && options.getOrDefault("--loader", "").matches("megatron|mcore")
                && options.getOrDefault("--saver", "megatron").matches("megatron|mcore");
    }

    String program() {
        return tool.program();
    }

    int line() {
        return tool.line();
    }

    String directory() {
        return tool.directory();
    }

    /** The value of an option, "" where it is not given. */
    String option(String name) {
        return options.getOrDefault(name, "");
    }

    /** Prepared samples with a handler for them are for fine-tuning, and so are converted weights. */
    RunType runType() {
        boolean instructions = options.containsKey("--handler-name")
                && !option("--handler-name").contains("Pretrain");
        return job() != Job.DATA || instructions ? RunType.SFT : RunType.PRETRAIN;
    }

    /** @param runType of the training it is for */
    List<ImportedSetting> settings(RunType runType) {
        List<ImportedSetting> settings = new ArrayList<>();
        Map<String, String> known = known();
        options.forEach((option, value) -> {
            String parameter = known.get(option);
            if (parameter != null) {
                String text = option.equals("--append-eod") ? "on" : whole(option, value, runType);
                values.setting(tool.line(), ParameterCatalog.standard().get(parameter), option, text)
                        .ifPresent(settings::add);
            }
        });
        return settings;
    }

    /** Options that the catalogue knows as spellings. */
    private static Map<String, String> known(String... options) {
        ParameterCatalog catalog = ParameterCatalog.standard();
        return Arrays.stream(options)
                .collect(Collectors.toMap(
                        Function.identity(), option -> catalog.get(option).name()));
    }

    private Map<String, String> known() {
        return switch (job()) {
            case DATA -> PREPROCESS;
            case WEIGHTS -> CONVERT;
            case MERGE -> MERGE;
        };
    }

    private static boolean prepares(ToolLine tool) {
        return tool.program().endsWith("preprocess_data.py");
    }

    /** The scripts want the prefix with the ending that the tool adds for plain text. */
    private String whole(String option, String value, RunType runType) {
        boolean text = option.equals("--output-prefix") && !runType.finetunes() && runType() == RunType.PRETRAIN;
        return text && !value.isEmpty() && !value.endsWith(TEXT_ENDING) ? value + TEXT_ENDING : value;
    }

    private void read() {
        String option = "";
        for (String word : tool.words()) {
            if (word.startsWith("-") && !word.matches("-[0-9.]+")) {
                int equals = word.indexOf('=');
                option = named(equals < 0 ? word : word.substring(0, equals));
                String before = options.put(option, equals < 0 ? "" : word.substring(equals + 1));
                if (before != null) {
                    mistakes.add(Kind.GIVEN_TWICE, tool.line(), option + " is given twice; the last one counts");
                }
            } else if (!option.isEmpty()) {
                options.merge(option, word, (before, value) -> before.isEmpty() ? value : before + "," + value);
            }
        }
        if (options.containsKey("--make-vocab-size-divisible-by")) {
            mistakes.add(
                    Kind.HARMLESS,
                    tool.line(),
                    "--make-vocab-size-divisible-by does nothing to prepared data; copied to a training it can make"
                            + " weights not fit");
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
        List<String> abbreviated = java.util.stream.Stream.concat(known.keySet().stream(), others.stream())
                .filter(each -> each.startsWith(option))
                .toList();
        String meant = MEANT.getOrDefault(option, "");
        if (meant.isEmpty() && abbreviated.size() == 1 && option.length() > 3) {
            return abbreviated.get(0); // as Python's argparse takes it
        }
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
