package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.process.CommandOutput;
import io.npushell.process.ContainerRun;
import io.npushell.process.DetachedStarter;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Inside a running container of this host, which has the workspace where the host has it.
 *
 * <p>What docker exec starts belongs to the container, not to the docker command: that may be killed.
 *
 * @param host name of this host, which the container may have another word for
 * @param user uid:gid inside
 */
record ContainerPlace(ContainerEngine engine, Container found, String host, String user) implements Place {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Override
    public List<String> ownVariables() {
        return found.variables();
    }

    @Override
    public SessionSpec.Container container() {
        return new SessionSpec.Container(found.name(), found.id(), found.image());
    }

    /** By the container's root, as this shell may be no root; its group stays, and keeps writing to it. */
    @Override
    public void admit(Session session) {
        if (user.startsWith("0:")) {
            return;
        }
        String directory = session.directory().toString();
        String owner = user.substring(0, user.indexOf(':'));
        CommandOutput output = engine.exec(
                found.id(),
                "0",
                List.of("sh", "-c", "chown -R \"$1\" \"$2\" && chmod -R g+rwX \"$2\"", "admit", owner, directory),
                LIMIT);
        if (!output.succeeded()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "session %s cannot be handed over to user %s of container %s: %s"
                            .formatted(session.id().text(), user, found.name(), ContainerEngine.why(output)),
                    "set container-user root");
        }
    }

    @Override
    public DetachedStarter starter() {
        return this::start;
    }

    private void start(List<String> command, Path directory) {
        ContainerRun run = new ContainerRun(found.id(), found.name(), user, found.started());
        List<String> words = new ArrayList<>(List.of(
                "exec",
                "--detach",
                "--user",
                user,
                "--workdir",
                directory.toString(),
                "--env",
                "NPU_SHELL_HOST=" + host,
                "--env",
                "NPU_SHELL_CONTAINER=" + run.text(),
                found.id(),
                "setsid"));
        words.addAll(command);
        CommandOutput output = engine.docker(words);
        if (!output.succeeded()) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "nothing can be started in container " + found.name() + ": " + ContainerEngine.why(output),
                    "container status");
        }
    }
}
