package io.npushell.launch;

import io.npushell.process.DetachedStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the supervisor of a session and its training run; one class for each kind of place. */
public interface Place {
    /** Names of variables that the place itself sets, and that go on to the training: those of an image; none on a host. */
    List<String> ownVariables();

    /** What session.json says of it, null for the host itself. */
    SessionSpec.@Nullable Container container();

    /**
     * Lets whoever trains there write into a session's new directory.
     *
     * @throws io.npushell.OperatorException ENVIRONMENT where that cannot be
     */
    void admit(Session session);

    /** Starts commands there that outlive this shell. */
    DetachedStarter starter();
}
