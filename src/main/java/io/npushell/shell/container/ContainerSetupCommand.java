package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.container.Container;
import io.npushell.container.SetupRecord;
import io.npushell.launch.ContainerSettings;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;

/** Does what the manual does by hand in a container that was made anew. */
final class ContainerSetupCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerSetupCommand(ContainerAccess access) {
        super(CommandDoc.named(
                        "container setup",
                        CommandGroup.CONTAINER,
                        "hand the workspace over to the container's user and install the requirements")
                .description(
                        "The manual's chown -R of the workspace, and pip install -r requirements.txt of the code package in the profile's"
                                + " environment. The container itself records it, so that status and plan know when a new one needs it again.")
                .example("container setup", "after container start made a new one")
                .seeAlso("container status", "container start")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        ContainerSettings settings = access.settings();
        Container container = access.containers().requireRunning(settings.name());
        out.say("setting up container " + container.name() + " …");
        out.flush();
        SetupRecord record = access.setup().set(container, settings, access.environment(), access::attached);
        out.say(
                record.requirements().isEmpty()
                        ? "container " + container.name() + " is set up; there is no requirements.txt to install"
                        : "container " + container.name() + " is set up");
        return ExitCode.OK;
    }
}
