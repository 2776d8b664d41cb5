package io.npushell.launch;

import io.npushell.process.DetachedStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The very place of one session, see {@link Place}: that container, as that user. */
public interface Site {
    /** Names of variables that the place itself sets, and that go on to the training: those of an image; none on a host. */
    List<String> ownVariables();

    /** What session.json says of a container, null for any other place. */
    SessionSpec.@Nullable Container container();

    /** Whether what runs there sees the directories that all users of this machine share. */
    boolean seesMachine();

    /** Whether the training may run as another user than this shell. */
    boolean otherUser();

    /**
     * Lets whoever trains there write into a session's new directory.
     *
     * @throws io.npushell.OperatorException ENVIRONMENT where that cannot be
     */
    void admit(Session session);

    /** What a session's directory is called there. */
    Path directory(Session session);

    /**
     * Starts commands there that outlive this shell, in a directory as it is called there. In their environment NPU_SHELL_PLACE is the kind, a blank, and the line
     * that tells this place from others; of a container it is NPU_SHELL_CONTAINER and the line. NPU_SHELL_HOST is this host where the place has another name.
     */
    DetachedStarter starter();
}
