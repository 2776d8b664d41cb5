package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;

/** Stops the container, unless a session runs in it. */
final class ContainerStopCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerStopCommand(ContainerAccess access) {
        super(CommandDoc.named("container stop", CommandGroup.CONTAINER, "stop the container, and keep it")
                .description(
                        "Refuses while a session runs in it (exit 5). What was installed in it stays; container start starts it again.")
                .flag("force", "although sessions run in it; they become interrupted")
                .example("container stop", "frees its NPUs")
                .seeAlso("container start", "stop")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        String name = access.settings().name();
        out.say(
                access.containers().stop(name, words.flag("force"))
                        ? "container " + name + " stopped.  container start"
                        : "container " + name + " was not running");
        return ExitCode.OK;
    }
}
