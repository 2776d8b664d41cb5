package io.npushell.shell.container;

import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import java.util.List;

/** All commands on the container. */
public final class ContainerCommands {
    private ContainerCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access) {
        ContainerAccess containers = new ContainerAccess(services, access);
        return List.of(
                new ContainerPlanCommand(containers),
                new ContainerPullCommand(containers),
                new ContainerStartCommand(containers),
                new ContainerSetupCommand(containers),
                new ContainerStatusCommand(containers),
                new ContainerEnterCommand(containers),
                new ContainerStopCommand(containers));
    }
}
