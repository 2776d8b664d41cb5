package io.npushell.shell.logs;

import io.npushell.session.Session;
import io.npushell.trainlog.LogEvent;
import io.npushell.trainlog.LogHistory;
import java.util.Optional;

/** Where to look for iteration lines that a log does not have: the last rank prints them, on the last node. */
final class WhereLossIs {
    private WhereLossIs() {}

    static Optional<String> of(LogSources.Reading reading) {
        LogHistory log = reading.history();
        if (log.iterations().size() > 0 || !log.trained()) {
            return Optional.empty();
        }
        long target = log.argument("train_iters").orElse(Long.MAX_VALUE);
        Optional<Long> loaded = log.loads().stream()
                .map(LogEvent.CheckpointLoaded::iteration)
                .filter(iteration -> iteration >= target)
                .findFirst();
        if (loaded.isPresent()) {
            return Optional.of(
                    "nothing was trained: it loaded iteration " + loaded.get() + " and was to train up to " + target);
        }
        Session session = reading.source().session();
        if (session != null) {
            int nodes = session.spec().training().nodes();
            int rank = session.spec().training().nodeRank();
            return nodes > 1 && rank < nodes - 1
                    ? Optional.of("this is the log of node " + rank + " of " + nodes + "; the last node, node "
                            + (nodes - 1) + ", prints the iterations: run perf there")
                    : Optional.empty();
        }
        return Optional.of(
                "it trains, but only the last rank prints iterations: with several nodes look into the log of the last one"
                        + log.argument("world_size").stream()
                                .mapToObj(world -> " (rank " + (world - 1) + ")")
                                .findFirst()
                                .orElse(""));
    }
}
