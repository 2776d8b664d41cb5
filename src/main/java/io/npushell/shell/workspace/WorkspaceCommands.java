package io.npushell.shell.workspace;

import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import java.util.List;

/** The commands on the workspace. */
public final class WorkspaceCommands {
    private WorkspaceCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access) {
        return List.of(
                new WorkspaceInitCommand(services, access),
                new WorkspaceUnpackCommand(services, access),
                new WorkspaceFetchCommand(services, access),
                new WorkspaceStatusCommand(services, access));
    }
}
