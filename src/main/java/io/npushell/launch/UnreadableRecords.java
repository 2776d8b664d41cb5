package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.session.Session;
import java.util.List;

/** Keeps a training from starting beside one of which nobody can read where it saves: it may be the very directory. */
final class UnreadableRecords {
    private UnreadableRecords() {}

    /** @throws OperatorException CONFLICT where a session runs whose output is not known */
    static void refuse(List<Session> sessions) {
        sessions.stream()
                .filter(session -> session.corrupt()
                        && session.state().active()
                        && session.spec().run().outputDirectory() == null)
                .findFirst()
                .ifPresent(session -> {
                    String id = session.id().text();
                    throw new OperatorException(
                            ExitCode.CONFLICT,
                            "session " + id + " is " + session.state().label() + " and may save to the same directory: "
                                    + session.reason(),
                            "stop " + id + "   or   wait " + id);
                });
    }
}
