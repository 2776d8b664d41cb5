package io.npushell.shell.logs;

import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.Words;
import io.npushell.trainlog.Workload;

/** The options by which the operator says what a log does not. */
final class SizeOptions {
    private static final String BATCH = "global-batch-size";
    private static final String LENGTH = "seq-length";
    private static final String WORLD = "world-size";

    private SizeOptions() {}

    static CommandDoc.Builder in(CommandDoc.Builder doc) {
        return doc.option(BATCH, "N", "samples of an iteration, where the log does not say it")
                .option(LENGTH, "N", "tokens of a sample (SEQ_LEN), where the log does not say it")
                .option(WORLD, "N", "devices that took part, where the log does not say it");
    }

    static Workload.Sizes of(Words words) {
        return new Workload.Sizes(
                words.number(BATCH, 1).orElse(0L),
                words.number(LENGTH, 1).orElse(0L),
                words.number(WORLD, 1).orElse(0L));
    }
}
