package io.npushell.trainlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that mark a place in a training's course, and what the lines that hold them say. */
enum LogMark {
    DATA(" data: ", "data: +(\\d+) documents \\| (\\d+) tokens \\| ([\\d.]+) tokens/s(?: \\| ([\\d.]+) %)?"),
    WEIGHTS(
            " weights: ",
            "weights: +(\\d+) / (\\d+) tensors \\| ([\\d.]+) GiB \\| ([\\d.]+) MiB/s(?: \\| ([\\d.]+) %)?"),
    PROCESSED("Processed ", "Processed (\\d+) documents \\(([\\d.]+) docs/s"),
    OPENING("Opening ", "^\\s*Opening \\S+\\s*$"),
    SAVER("Starting saver...", "."),
    LOADER("Starting loader...", "."),
    SENDING("sending transformer layer", "."),
    WORLD(
            "using world size:",
            "using world size: *(\\d{1,9})?(?:.*?tensor-model-parallel size:"
                    + " *(\\d{1,9}))?(?:.*?pipeline-model-parallel size: *(\\d{1,9}))?"),
    SEQUENCE_ARGUMENT(" seq_length ..", LogMark.ARGUMENT),
    WORLD_ARGUMENT(" world_size ..", LogMark.ARGUMENT),
    BATCH_ARGUMENT(" global_batch_size ..", LogMark.ARGUMENT),
    MICRO_BATCH_ARGUMENT(" micro_batch_size ..", LogMark.ARGUMENT),
    TENSOR_ARGUMENT(" tensor_model_parallel_size ..", LogMark.ARGUMENT),
    PIPELINE_ARGUMENT(" pipeline_model_parallel_size ..", LogMark.ARGUMENT),
    ITERATIONS_ARGUMENT(" train_iters ..", LogMark.ARGUMENT),
    INTERVAL_ARGUMENT(" log_interval ..", LogMark.ARGUMENT),
    DISTRIBUTED("initializing torch distributed", "."),
    BUILDING("building GPT model", "."),
    DATASETS("building train, validation, and test datasets", "."),
    LOADING("loading checkpoint from ", "loading checkpoint from (.*?)(?: \\[ t .*\\])? at iteration +(\\d+)"),
    LOADING_RELEASE("loading release checkpoint from ", "loading release checkpoint from (\\S+)"),
    LOADED(
            "successfully loaded checkpoint from ",
            "successfully loaded checkpoint from (.*?)(?: \\[ t .*\\])? at iteration +(\\d+)"),
    BUILT("learning rate scheduler are built]", "."),
    RANDOM_START("will start from random", "."),
    TRAINING("training ...", "(?:^|[^A-Za-z] *)training \\.\\.\\.\\s*$"),
    BEFORE("[before the start of training step]", "."),
    EVALUATING("Evaluating iter ", "."),
    VALIDATION(
            "validation loss at ",
            "validation loss at (?:iteration (\\d+)( on test set)?|the end of training for (test)?).*?lm loss value:"
                    + " *([-+.\\dEe]+|nan)"),
    SAVING("saving checkpoint at iteration", "saving checkpoint at iteration +(\\d+) to"),
    SAVED(
            "successfully saved ",
            "successfully saved (?:local )?checkpoint (?:at|from) iteration +(\\d+)(?: to (.*?))?(?: \\[ t .*\\]| in"
                    + " \\S+ format)?\\s*$"),
    AFTER("[after training is done]", "."),
    EXITING("exiting program ", "exiting program ((?:after|at)\\b[^\\]]{0,80}?)(?=\\.?\\s*(?:$|\\]| datetime))"),
    BAR_OF_SECONDS("s/it", LogMark.BAR),
    BAR_OF_STEPS("it/s", LogMark.BAR),
    ALL_STEPS("Total training steps: ", "Total training steps: (\\d{1,12})\\b"),
    DICT("'loss': ", "\\{.*'loss': "),
    JSON_DICT("\"loss\": ", "\\{.*\"loss\": "),
    VERL("step:", "(?:^|\\s)step:(\\d{1,12}) - (\\S+:.*)"),
    TRAINER_DONE("train_runtime", "['\"]train_runtime['\"] *: "),
    FIRST_FAILED("failed (exitcode: ", "failed \\(exitcode: -?\\d+\\) local_rank: (\\d{1,6}) \\(pid"),
    ROOT_CAUSE("Root Cause", "Root Cause(?: \\(first observed failure\\))?:"),
    OTHER_FAILURES("Failures:", "(?:^|\\s)Failures:\\s*$"),
    FAILED_HOST(" host", "(?:^|[\\s:])host\\s*: (\\S+)\\s*$"),
    FAILED_RANK(" (local_rank: ", "(?:^|[\\s:])rank\\s*: (\\d{1,6}) \\(local_rank: \\d+\\)"),
    REPORT_END("==========", "={20}"),
    REMOTE_RANK("emote rank", LogMark.REMOTE),
    REMOTE_RANK_OF_HCCL("emoteRank", LogMark.REMOTE),
    PEER_RANK("eer rank", LogMark.REMOTE),
    EXCEPTION_LOCATION(
            "Cluster Exception Location", "Cluster Exception Location\\[IP/ID\\]:\\[([^/\\]]+)/(\\d{1,6})\\]"),
    PEER_DEVICE("Peer information: ", "Peer information: server ([^,]+), device ID (\\d{1,6})");

    /** As HCCL numbers the ranks of a communicator; {@code [unknown]} where it does not know. */
    private static final String REMOTE =
            "(?:[Rr]emote ?[Rr]ank|[Pp]eer rank)(?:Id|ID)?(?: is)?[:= ]{0,3}\\[?(\\d{1,6})\\b";

    /** The last bar of tqdm in a line. */
    private static final String BAR = "^.*(?<![\\d/])(\\d{1,12})/(\\d{1,12}) \\[[\\d:]+<";

    private static final String ARGUMENT = " (\\w+) \\.{2,} *(\\d{1,18})\\s*$";

    private final String word;
    private final Pattern pattern;

    LogMark(String word, String pattern) {
        this.word = word;
        this.pattern = Pattern.compile(pattern);
    }

    String word() {
        return word;
    }

    /** What the line says about it, where it really is this mark and not only a word of it. */
    Optional<Matcher> in(String line) {
        Matcher matcher = pattern.matcher(line);
        return matcher.find() ? Optional.of(matcher) : Optional.empty();
    }
}
