package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.Installation;
import io.npushell.process.CommandRunner;
import io.npushell.session.Session;

/** Lets the model of an embedded session continue a text, in a JVM of its own. */
public final class Sampler {
    public Sampler(CommandRunner runner, Installation installation) {}

    /** By the weights the session started from: the parent's checkpoint, or fresh ones. */
    public Sample before(Session session, String text, int tokens) {
        if (text.isEmpty()) {
            return new Sample(0, text, "");
        }
        throw new OperatorException(ExitCode.BUG, "not there yet: " + session + text + tokens);
    }

    /**
     * By its newest checkpoint.
     *
     * @throws OperatorException NOT_FOUND where it has none, USAGE for a session of the Ascend engine
     */
    public Sample after(Session session, String text, int tokens) {
        return before(session, text, tokens);
    }
}
