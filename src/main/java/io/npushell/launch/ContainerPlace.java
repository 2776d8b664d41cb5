package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.ContainerRun;
import io.npushell.container.Inside;
import io.npushell.plan.Facts;
import io.npushell.plan.OwnPrograms;
import io.npushell.process.CommandOutput;
import io.npushell.process.DetachedStarter;
import io.npushell.process.HostFacts;
import io.npushell.session.Session;
import io.npushell.session.SessionSpec;
import io.npushell.session.Vitals;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The containers of this host: the one that was chosen takes all but sessions of npu-shell's own programs, which need no NPU. */
public final class ContainerPlace implements Place {
    private final ContainerEngine engine;
    private final HostFacts here;
    private final Vitals vitals;

    /**
     * Names whom to ask.
     *
     * @param host the host's own vitals
     * @param trust how long it is believed that something in a container still lives
     */
    public ContainerPlace(ContainerEngine engine, Vitals host, HostFacts here, Duration trust) {
        this.engine = engine;
        this.here = here;
        this.vitals = new ContainerVitals(host, engine, here, trust);
    }

    @Override
    public String kind() {
        return ContainerRun.KIND;
    }

    @Override
    public Vitals vitals() {
        return vitals;
    }

    @Override
    public Optional<Site> choose(Wanted wanted) {
        Facts.Container chosen = wanted.facts().container();
        if (chosen == null || OwnPrograms.only(wanted.steps(), wanted.installation())) {
            return Optional.empty();
        }
        String user = new ContainerSettings(wanted.settings()).user();
        if (engine.inspect(chosen.name()) instanceof ContainerEngine.Answer.Found found
                && found.container().running()
                && Inside.look(engine, found.container().id(), user, "", "", List.of())
                        instanceof Inside.Answer.Seen seen) {
            return Optional.of(new Chosen(
                    engine, found.container(), here.host(), seen.inside().user()));
        }
        throw new OperatorException(
                ExitCode.ENVIRONMENT, "container " + chosen.name() + " has just gone", "container status");
    }

    /**
     * Inside a running container of this host, which has the workspace where the host has it.
     *
     * <p>What docker exec starts belongs to the container, not to the docker command: that may be killed.
     *
     * @param host name of this host, which the container may have another word for
     * @param user uid:gid inside
     */
    private record Chosen(ContainerEngine engine, Container found, String host, String user) implements Site {
        private static final Duration LIMIT = Duration.ofSeconds(60);

        @Override
        public List<String> ownVariables() {
            return found.variables();
        }

        @Override
        public SessionSpec.Container container() {
            return new SessionSpec.Container(found.name(), found.id(), found.image());
        }

        @Override
        public boolean seesMachine() {
            return false;
        }

        @Override
        public boolean otherUser() {
            return true;
        }

        @Override
        public Path directory(Session session) {
            return session.directory();
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
}
