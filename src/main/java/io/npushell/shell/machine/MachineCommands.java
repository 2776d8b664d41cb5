package io.npushell.shell.machine;

import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import java.util.List;

/** The commands on this machine. */
public final class MachineCommands {
    private MachineCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access) {
        return List.of(new NpusCommand(access), new DoctorCommand(services, access));
    }
}
