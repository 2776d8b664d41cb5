package io.npushell.shell.imports;

import io.npushell.io.ClosestNames;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.CommandText;
import io.npushell.plan.DataHandlers;
import io.npushell.shell.imports.Mistake.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            "--tensor-model-parallel-size", "--target-tensor-parallel-size",
            "--pipeline-model-parallel-size", "--target-pipeline-parallel-size");
    private static final String JSON_KEYS = "--json-keys";
    private static final String OUTPUT = "--output-prefix";
    private static final String HANDLER = "--handler-name";

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
        boolean instructions = options.containsKey(HANDLER) && !option(HANDLER).contains("Pretrain");
        return job() != Job.DATA || instructions ? RunType.SFT : RunType.PRETRAIN;
    }

    /** Whether it makes a dataset, by the name a training has for it: with the ending that the tool adds, or without. */
    boolean makes(String dataset) {
        return dataset.equals(option(OUTPUT)) || datasets().contains(dataset);
    }

    /**
     * What it says.
     *
     * @param runType of the training it is for
     * @param dataset the one that training reads, "" where it does not say
     */
    List<ImportedSetting> settings(RunType runType, String dataset) {
        List<ImportedSetting> settings = new ArrayList<>();
        Map<String, String> known = known();
        String made = datasets().contains(dataset) ? dataset : datasets().get(0);
        options.forEach((option, value) -> {
            String parameter = known.get(option);
            if (parameter != null) {
                String text = switch (option) {
                    case "--append-eod" -> "on";
                    case JSON_KEYS -> column(value, made);
                    case OUTPUT -> whole(value, made, runType);
                    default -> value;
                };
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
    private String whole(String prefix, String made, RunType runType) {
        boolean text = !runType.finetunes() && runType() == RunType.PRETRAIN;
        return text && !prefix.isEmpty() ? made : prefix;
    }

    /** Of several columns the one whose dataset is trained on: a setting is one column. */
    private String column(String columns, String made) {
        List<String> all = List.of(columns.split(","));
        if (all.size() < 2) {
            return columns;
        }
        String one = all.get(Math.max(0, datasets().indexOf(made)));
        mistakes.add(
                Kind.LEFT_OUT,
                tool.line(),
                JSON_KEYS + " " + String.join(" ", all)
                        + " makes a dataset of each, and a training reads one; taken is " + one,
                "data prepare " + JSON_KEYS + " "
                        + all.stream().map(CommandText::quote).collect(Collectors.joining(" ")));
        return one;
    }

    /** The datasets of plain text, one for each column, in their order. */
    private List<String> datasets() {
        ParameterCatalog catalog = ParameterCatalog.standard();
        Settings settings = Settings.none();
        for (String option : List.of(JSON_KEYS, HANDLER)) {
            if (!option(option).isEmpty()) {
                settings = settings.with(catalog.get(option), new Value.Text(option(option)), Origin.OPERATOR);
            }
        }
        String prefix = option(OUTPUT);
        String ending = DataHandlers.ending(settings, prefix);
        return DataHandlers.datasets(settings, prefix.endsWith(ending) ? prefix : prefix + ending);
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
        List<String> all =
                Stream.concat(known.keySet().stream(), others.stream()).sorted().toList();
        List<String> begun =
                all.stream().filter(each -> each.startsWith(option)).toList();
        if (begun.size() == 1) {
            return begun.get(0); // as Python's argparse takes it
        }
        String meant = MEANT.getOrDefault(option, "");
        if (known.containsKey(meant)) {
            mistakes.add(
                    Kind.TOOL_OPTION,
                    tool.line(),
                    "the option is called " + meant + ", not " + option + "; read as that");
            return meant;
        }
        if (!begun.isEmpty()) {
            mistakes.add(
                    Kind.TOOL_OPTION,
                    tool.line(),
                    "'" + option + "' is the beginning of " + String.join(", ", begun) + "; left out");
            return option;
        }
        List<String> near = ClosestNames.of(option, all);
        mistakes.add(
                Kind.TOOL_OPTION,
                tool.line(),
                tool.program() + " has no option " + option
                        + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        return option;
    }
}
