package io.npushell.launch;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.container.Container;
import io.npushell.container.ContainerEngine;
import io.npushell.container.Inside;
import io.npushell.container.SetupRecord;
import io.npushell.process.CommandOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Does in a container what the manual does by hand after each {@code docker run}: hands the workspace over and installs the requirements. */
public final class ContainerSetup {
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final ContainerEngine engine;
    private final Clock clock;

    public ContainerSetup(ContainerEngine engine, Clock clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * What a set-up runs; the same words for the plan and the act.
     *
     * @param user "" for the image's own
     * @param environment the profile's lines
     * @param requirements null where there is nothing to install
     */
    public static List<String> installing(
            String container, String user, List<String> environment, @Nullable Path requirements) {
        if (requirements == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(environment);
        lines.add("pip install -r requirements.txt");
        String directory = requirements.toString().replaceFirst("/[^/]*$", "");
        return exec(container, user, directory, List.of("sh", "-c", String.join("\n", lines)));
    }

    /** The file of the code package that a set-up installs, or null where there is none. */
    public static @Nullable Path requirements(ContainerSettings settings) {
        Path file = ContainerLook.requirementsFile(settings.settings());
        return file != null && Files.isRegularFile(file) ? file : null;
    }

    /** The manual's {@code sudo chown -R}, by docker's root instead of the image's sudo. */
    public static List<String> owning(String container, String owner, String workspace) {
        return List.of("docker", "exec", "--user", "0", container, "chown", "-R", owner, workspace);
    }

    private static List<String> exec(String container, String user, String directory, List<String> command) {
        List<String> words = new ArrayList<>(List.of("docker", "exec"));
        if (!user.isEmpty()) {
            words.addAll(List.of("--user", user));
        }
        words.addAll(List.of("--workdir", directory, container));
        words.addAll(command);
        return words;
    }

    /** What the container says of itself and of what a set-up left in it. */
    public Inside inside(Container container, String user, String workspace) {
        Inside.Answer answer = Inside.look(engine, container.id(), user, "", "", List.of(workspace));
        if (answer instanceof Inside.Answer.Seen seen) {
            return seen.inside();
        }
        throw new OperatorException(
                ExitCode.ENVIRONMENT,
                "nothing can be run in container " + container.name() + ": " + ((Inside.Answer.Failed) answer).why(),
                "container status");
    }

    /**
     * Sets it up.
     *
     * @param attached runs a command on the operator's terminal, where he sees it work, and gives its exit code
     * @throws OperatorException FAILED where a step fails; what was done stays done
     */
    public SetupRecord set(
            Container container,
            ContainerSettings settings,
            List<String> environment,
            ToIntFunction<List<String>> attached) {
        Inside inside = inside(container, settings.user(), settings.workspace());
        if (!inside.user().startsWith("0:")) {
            List<String> owning = owning(container.name(), inside.user(), settings.workspace());
            CommandOutput owned = engine.docker(owning.subList(1, owning.size()), LIMIT);
            if (!owned.succeeded()) {
                throw failed("the workspace cannot be handed over to user " + inside.userName() + ": "
                        + ContainerEngine.why(owned));
            }
        }
        Path file = requirements(settings);
        List<String> installing = installing(container.name(), settings.user(), environment, file);
        int code = installing.isEmpty() ? 0 : attached.applyAsInt(installing);
        if (code != 0) {
            throw failed("pip install -r " + file + " ended with exit code " + code);
        }
        String sha256 = ContainerLook.requirements(settings.settings());
        SetupRecord record = new SetupRecord(
                sha256 == null ? "" : sha256, inside.user(), clock.instant().toString());
        CommandOutput written = engine.exec(container.id(), "0", record.writing(), LIMIT);
        if (!written.succeeded()) {
            throw failed("the set-up cannot be recorded in it: " + ContainerEngine.why(written));
        }
        return record;
    }

    private static OperatorException failed(String sentence) {
        return new OperatorException(ExitCode.FAILED, sentence, "container enter, and do it by hand");
    }
}
