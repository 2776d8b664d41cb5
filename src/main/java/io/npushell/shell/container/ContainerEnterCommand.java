package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.ContainerSettings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;

/** Gives the operator a shell inside. */
final class ContainerEnterCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerEnterCommand(ContainerAccess access) {
        super(CommandDoc.named("container enter", CommandGroup.CONTAINER, "a shell inside, as a session would find it")
                .description(
                        "docker exec -it with the profile's environment and the variables that plan shows, in the code directory: sh"
                                + " scripts/qwen/qwen.sh there is what launch runs. Leave it with exit. Needs a terminal.")
                .example("container enter", "look around, or try the script by hand")
                .seeAlso("container plan", "container status")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ContainerSettings settings = access.settings();
        access.containers().requireRunning(settings.name());
        if (!access.atTerminal()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "container enter needs a terminal",
                    "!docker exec " + settings.name() + " COMMAND");
        }
        out.flush();
        int code = access.terminal(EnterWords.of(settings, access.environment(), access.training()));
        return code == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
}
