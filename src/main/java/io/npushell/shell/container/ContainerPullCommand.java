package io.npushell.shell.container;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.util.List;

/** Fetches the image onto this host. */
final class ContainerPullCommand extends OperatorCommand {
    private final ContainerAccess access;

    ContainerPullCommand(ContainerAccess access) {
        super(CommandDoc.named("container pull", CommandGroup.CONTAINER, "fetch the image onto this host")
                .description(
                        "Runs docker pull for the image of the settings, on your terminal. Does nothing where the image is here already; without"
                                + " network, bring it with docker save on another host and docker load on this one.")
                .example("container pull", "the manual's image, some 10 GB")
                .seeAlso("container start", "explain")
                .build());
        this.access = access;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        String image = access.settings().image();
        if (access.containers().image(image).isPresent()) {
            out.say("image '" + image + "' is on this host already");
            return ExitCode.OK;
        }
        out.say("docker pull " + image);
        out.flush();
        int code = access.attached(List.of("docker", "pull", image));
        if (code != 0) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "docker pull ended with exit code " + code,
                    "check network and name; offline: docker save on another host, docker load here");
        }
        return ExitCode.OK;
    }
}
