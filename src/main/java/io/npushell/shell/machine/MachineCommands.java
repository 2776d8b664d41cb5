package io.npushell.shell.machine;

import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import java.util.List;

/** The commands on this machine. */
public final class MachineCommands {
    private MachineCommands() {}

    public static List<OperatorCommand> all(SessionAccess access) {
        return List.of(new NpusCommand(access));
    }
}
