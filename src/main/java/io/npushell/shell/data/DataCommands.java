package io.npushell.shell.data;

import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import java.util.List;

/** The commands on prepared data. */
public final class DataCommands {
    private DataCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access) {
        DatasetChoice choice = new DatasetChoice(services, access);
        return List.of(new DataInspectCommand(choice), new DataListCommand(access));
    }
}
