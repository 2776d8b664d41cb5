package io.npushell.launch;

import java.util.List;

/**
 * How a session can be continued: a request for the {@link Launcher}.
 *
 * @param checkpoint directory of the checkpoints it starts from
 * @param iteration the newest complete one
 * @param trainIters up to where it will train
 * @param says what the operator should know of it, one sentence each: what a raised TRAIN_ITERS does to the schedule
 */
public record Resumption(LaunchRequest request, String checkpoint, long iteration, long trainIters, List<String> says) {
    public Resumption {
        says = List.copyOf(says);
    }
}
