package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Settings;
import io.npushell.profile.ProfileStore;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;

/** Makes of a session that ended the request for one that continues it from its newest complete checkpoint. */
public final class Resumer {
    public Resumer(SessionStore store, ProfileStore profiles) {}

    /**
     * The request for the child.
     *
     * @param overrides the operator's {@code --set}, layer flag
     * @throws OperatorException CONFLICT where it still runs or its output is no longer its own, NOT_FOUND without a complete checkpoint,
     *     USAGE where there is nothing left to train or it cannot be resumed at all
     */
    public Resumption resume(Session session, ResumeTarget target, Settings overrides) {
        if (session.directory().getNameCount() == 0) {
            return resume(session, target, overrides);
        }
        throw new OperatorException(ExitCode.BUG, "not there yet: " + session + target + overrides);
    }
}
