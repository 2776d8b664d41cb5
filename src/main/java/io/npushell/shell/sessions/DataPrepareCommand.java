package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.Tokenizers;
import io.npushell.data.handler.Handlers;
import io.npushell.launch.LaunchOutcome;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.DataHandlers;
import io.npushell.plan.Planner;
import io.npushell.plan.Step;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.OptionDoc;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.SettingReader;
import io.npushell.shell.view.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Runs the data step of the plan alone, as a session that is waited for. */
final class DataPrepareCommand extends OperatorCommand {
    /** Upstream's flags and the settings they stand for in this one run. */
    private static final Map<String, String> FLAGS = flags();

    /** All that is needed where no profile says the rest. */
    private static final List<String> ALONE = List.of("input", "tokenizer-name-or-path", "output-prefix");

    private static final List<String> UPSTREAM = List.of(
            "input",
            "output-prefix",
            "tokenizer-name-or-path",
            "tokenizer-type",
            "json-keys",
            "handler-name",
            "seq-length",
            "append-eod",
            "workers");

    private static final List<OptionDoc> UNNEEDED = List.of(
            unneeded("dataset-impl", "NAME"),
            unneeded("log-interval", "N"),
            unneeded("make-vocab-size-divisible-by", "N"),
            unneeded("pad-vocab-size-to", "N"),
            unneeded("tokenizer-not-use-fast", ""),
            unneeded("streaming", ""));

    private final SessionAccess access;
    private final SettingReader reader;
    private final LaunchView view;
    private final BooleanSupplier profileInUse;

    DataPrepareCommand(SessionAccess access, SettingReader reader, LaunchView view, BooleanSupplier profileInUse) {
        super(CommandDoc.named(
                        "data prepare", CommandGroup.DATA, "tokenise the raw input into the dataset the training reads")
                .description(
                        "Reads raw-input (parquet, json, jsonl, csv, tsv, txt, also .gz, or a directory of them) and writes the .bin and .idx files of"
                                + " dataset-path: plain text for pretrain and retrain, the packed three for sft and lora. launch does this by itself"
                                + " where it is to do. Ctrl-C stops it (exit 130), a lost connection does not. The options are those of upstream's preprocess_data.py; they hold for this run, what is not said"
                                + " comes from the settings. Without a profile in use --input, --tokenizer-name-or-path and --output-prefix must be"
                                + " said; documents of any length are then kept unless --seq-length is. The options may be abbreviated as upstream"
                                + " allows; its "
                                + UNNEEDED.stream()
                                        .map(option -> "--" + option.name())
                                        .collect(Collectors.joining(", "))
                                + " are taken and not needed.")
                .option("input", "PATH", "instead of raw-input")
                .option("output-prefix", "PREFIX", "instead of dataset-path, without _text_document")
                .option("tokenizer-name-or-path", "DIR", "instead of tokenizer-path")
                .option("tokenizer-type", "TYPE", "PretrainedFromHF; by default the tokenizer's files tell")
                .option("json-keys", "COLUMN…", "instead of json-keys; a dataset for each")
                .option("handler-name", "NAME", "instead of handler")
                .option("seq-length", "N", "instead of seq-len")
                .flag("append-eod", "as append-eod on")
                .flag("split-long", "as long-documents split")
                .option("workers", "N", "instead of data-workers")
                .upstream(UPSTREAM, UNNEEDED)
                .flag("dry-run", "show the commands, touch nothing")
                .option("note", "TEXT", "a remark for the journal")
                .json()
                .example("data prepare", "by the settings in use")
                .example("data prepare --input reports.jsonl --append-eod", "another input, into a dataset of its name")
                .example(
                        "data prepare --input reports.jsonl --json-keys title body",
                        "a dataset for each of two columns")
                .seeAlso("data inspect", "data list", "plan", "launch")
                .build());
        this.access = access;
        this.reader = reader;
        this.view = view;
        this.profileInUse = profileInUse;
    }

    private static Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        flags.put("input", ParameterNames.RAW_INPUT);
        flags.put("tokenizer-name-or-path", ParameterNames.TOKENIZER_PATH);
        flags.put("handler-name", ParameterNames.HANDLER);
        flags.put("seq-length", ParameterNames.SEQ_LEN);
        flags.put("workers", ParameterNames.DATA_WORKERS);
        return flags;
    }

    private static OptionDoc unneeded(String name, String placeholder) {
        return new OptionDoc(name, "", placeholder, "taken, not needed", false);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        LaunchRequest request = request(words)
                .onlySteps(Set.of(Step.Kind.DATA))
                .named("data prepare", words.option("note").orElse(""));
        Launcher launcher = access.launcher();
        LaunchRequest meant = request.withSettings(settings(words, request));
        requireTokenizerType(words, meant);
        boolean dryRun = words.flag("dry-run");
        return view.foreground(
                () -> dryRun ? launcher.rehearse(meant) : launcher.launch(meant),
                outcome -> {
                    if (!dryRun && !out.json()) {
                        sayWhereItIs(outcome, out);
                    }
                },
                out);
    }

    /** For the profile in use; without one for whatever the handler makes, if everything else is said. */
    private LaunchRequest request(Words words) {
        if (profileInUse.getAsBoolean()) {
            return access.request();
        }
        List<String> missing = ALONE.stream()
                .filter(option -> words.option(option).isEmpty())
                .map(option -> "--" + option)
                .toList();
        if (!missing.isEmpty()) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "no profile is in use, and without one data prepare needs " + String.join(", ", missing),
                    "use NAME, for example: use qwen-nano   or   data prepare --input FILE --tokenizer-name-or-path DIR --output-prefix PREFIX");
        }
        boolean packed =
                Handlers.isPacked(Handlers.fullName(words.option("handler-name").orElse("")));
        return access.requestWithoutProfile(packed ? RunType.SFT : RunType.PRETRAIN);
    }

    private static void requireTokenizerType(Words words, LaunchRequest request) {
        Settings settings = Planner.settings(request.profile(), request.runType(), request.settings());
        words.option("tokenizer-type")
                .ifPresent(type -> Tokenizers.requireType(
                        type,
                        Path.of(settings.text(ParameterNames.TOKENIZER_PATH).orElse(""))));
    }

    /** The options hold for this run only, so what comes next would look at another dataset. */
    private void sayWhereItIs(LaunchOutcome outcome, Output out) {
        if (!profileInUse.getAsBoolean()) {
            return;
        }
        String made =
                outcome.plan().settings().text(ParameterNames.DATASET_PATH).orElse("");
        String inUse = access.effective().text(ParameterNames.DATASET_PATH).orElse("");
        if (!made.equals(inUse)) {
            out.say("dataset-path names another dataset.  data inspect " + made + " · set dataset-path " + made);
        }
    }

    private Settings settings(Words words, LaunchRequest request) {
        List<String> wishes = new ArrayList<>();
        FLAGS.forEach((flag, parameter) -> words.option(flag).ifPresent(value -> wishes.add(parameter + "=" + value)));
        List<String> columns = words.options("json-keys");
        columns.forEach(column -> wishes.add(ParameterNames.JSON_KEYS + "=" + column));
        if (Set.copyOf(columns).size() != columns.size()) {
            throw words.usage("--json-keys names a column twice: " + String.join(" ", columns));
        }
        if (words.flag("append-eod")) {
            wishes.add(ParameterNames.APPEND_EOD + "=on");
        }
        if (words.flag("split-long")) {
            wishes.add(ParameterNames.LONG_DOCUMENTS + "=split");
        }
        Settings settings = with(request.settings(), wishes);
        if (columns.size() > 1) {
            settings = settings.with(
                    ParameterCatalog.standard().get(ParameterNames.JSON_KEYS),
                    new Value.Text(DataHandlers.joined(columns)),
                    Origin.FLAG);
        }
        if (words.option("output-prefix").isPresent()) {
            String prefix = words.option("output-prefix").orElseThrow();
            String ending = request.runType().finetunes() ? "" : DataHandlers.ending(settings, prefix);
            String dataset = prefix.endsWith(ending) ? prefix : prefix + ending;
            return with(settings, List.of(ParameterNames.DATASET_PATH + "=" + dataset));
        }
        // Another input goes into a dataset of its own name, whatever dataset-path is set for the training.
        return words.option("input").isEmpty()
                ? settings
                : settings.without(ParameterNames.DATASET_PATH, Origin.OPERATOR)
                        .without(ParameterNames.DATASET_PATH, Origin.PRESET);
    }

    private Settings with(Settings settings, List<String> wishes) {
        Settings result = settings;
        for (SettingReader.Wish wish : reader.read(wishes)) {
            result = result.with(wish.parameter(), wish.value(), Origin.FLAG);
        }
        return result;
    }
}
