package io.npushell.container;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.json.JsonFields;
import io.npushell.json.JsonTree;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Asks the docker command of this host about containers and runs short commands in them; {@code DOCKER_HOST} counts as it does for docker.
 *
 * <p>What did not answer in time is not asked again for a while, or until {@link #askAnew}: a hung daemon costs one time-out.
 */
public final class ContainerEngine {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(5);
    private static final Pattern ABSENT = Pattern.compile("(?i)no such (object|container|image)|image not known");
    private static final String NO_ANSWER = "docker did not answer in time";
    private static final CommandOutput UNANSWERED = new CommandOutput(124, "", "", true);

    private final CommandRunner commands;
    private final Silence silence = new Silence(System::nanoTime);

    public ContainerEngine(CommandRunner commands) {
        this.commands = commands;
    }

    /** Asks also what did not answer before: the operator's next command may come after he mended it. */
    public void askAnew() {
        silence.forget();
    }

    /** What came of asking for a container. */
    public sealed interface Answer {
        record Found(Container container) implements Answer {}

        record Absent() implements Answer {}

        /** Nobody can tell: no docker here, its daemon down, or the user not allowed to ask. */
        record Unreachable(String why) implements Answer {}
    }

    /**
     * What the daemon says of itself.
     *
     * @param processors that it can give to a container
     * @param memoryBytes of its host
     */
    public record Capacity(int processors, long memoryBytes) {}

    /**
     * An image of this host.
     *
     * @param id without "sha256:"
     * @param entrypoint the program of its own that it runs, with what it is told to do as arguments; empty where it runs what it is told
     */
    public record Image(String id, List<String> entrypoint) {
        public Image {
            entrypoint = List.copyOf(entrypoint);
        }
    }

    /** A container by name or id, whole or its beginning. */
    public Answer inspect(String reference) {
        CommandOutput output;
        try {
            output = ask("inspect", "--type", "container", reference);
        } catch (OperatorException noDocker) {
            return new Answer.Unreachable(String.valueOf(noDocker.getMessage()));
        }
        if (output.succeeded()) {
            return containers(output).stream()
                    .findFirst()
                    .<Answer>map(Answer.Found::new)
                    .orElseGet(Answer.Absent::new);
        }
        return ABSENT.matcher(output.err()).find() ? new Answer.Absent() : new Answer.Unreachable(why(output));
    }

    /**
     * Those that run now.
     *
     * @throws OperatorException ENVIRONMENT where docker cannot be asked
     */
    public List<Container> running() {
        List<String> ids = answer("ps", "--quiet", "--no-trunc").out().lines().toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        List<String> inspect = new ArrayList<>(List.of("inspect", "--type", "container"));
        inspect.addAll(ids);
        // one that ended meanwhile makes it fail, and the others are in its output all the same
        CommandOutput found = ask(inspect.toArray(String[]::new));
        if (found.timedOut()) {
            throw unreachable(why(found));
        }
        return containers(found);
    }

    /**
     * An image that is here, or empty.
     *
     * @throws OperatorException as {@link #running}
     */
    public Optional<Image> image(String image) {
        CommandOutput output = ask("image", "inspect", "--format", "{{.Id}} {{json .Config.Entrypoint}}", image);
        if (output.succeeded()) {
            String[] idAndEntrypoint = (output.out().strip() + " ").split(" ", 2);
            return Optional.of(new Image(ContainerReader.imageId(idAndEntrypoint[0]), entrypoint(idAndEntrypoint[1])));
        }
        if (ABSENT.matcher(output.err()).find()) {
            return Optional.empty();
        }
        throw unreachable(why(output));
    }

    /** A list of words, or one text of podman's; none where it says neither. */
    private static List<String> entrypoint(String json) {
        try {
            JsonFields fields = JsonTree.parseObject("{\"entrypoint\":" + json + "}");
            String words = fields.text("entrypoint");
            return words.isEmpty() ? fields.texts("entrypoint") : List.of(words);
        } catch (IOException e) {
            return List.of();
        }
    }

    /** @throws OperatorException as {@link #running} */
    public Capacity capacity() {
        try {
            JsonFields info = JsonTree.parseObject(
                    answer("info", "--format", "{{json .}}").out());
            JsonFields podman = info.object("host");
            Capacity capacity = new Capacity(
                    (int) info.number("NCPU", podman.number("cpus", 0)),
                    info.number("MemTotal", podman.number("memTotal", 0)));
            if (capacity.processors() == 0 && !info.texts("ServerErrors").isEmpty()) {
                throw unreachable(info.texts("ServerErrors").get(0));
            }
            return capacity;
        } catch (IOException e) {
            throw unreachable("docker info does not say what it should: " + e.getMessage());
        }
    }

    /** Runs a command in a container to its end. The exit code is the command's or docker's own; only the output tells. */
    public CommandOutput exec(String container, String user, List<String> command, Duration limit) {
        return run(inContainer(container, user, command), limit);
    }

    /** The same for a command that only looks, and is slow only where something is stuck. */
    public CommandOutput look(String container, String user, List<String> command, Duration limit) {
        return ask("exec " + container, inContainer(container, user, command), limit);
    }

    private static List<String> inContainer(String container, String user, List<String> command) {
        List<String> words = new ArrayList<>(List.of("exec"));
        if (!user.isEmpty()) {
            words.addAll(List.of("--user", user));
        }
        words.add(container);
        words.addAll(command);
        return words;
    }

    /**
     * Runs commands in a container as others run them on the host.
     *
     * @param user "" for the image's own
     */
    public CommandRunner inside(Container container, String user) {
        return (command, directory, environment, limit) -> {
            List<String> words = new ArrayList<>(List.of("exec", "--workdir", directory.toString()));
            if (!user.isEmpty()) {
                words.addAll(List.of("--user", user));
            }
            environment.forEach((name, value) -> words.addAll(List.of("--env", name + "=" + value)));
            words.add(container.id());
            words.addAll(command);
            return run(words, limit);
        };
    }

    /** Runs docker with these words to its end. */
    public CommandOutput docker(List<String> words) {
        return docker(words, LIMIT);
    }

    /** The same with a limit of its own: stopping takes its time. */
    public CommandOutput docker(List<String> words, Duration limit) {
        return run(words, limit);
    }

    private CommandOutput answer(String... words) {
        CommandOutput output = ask(words);
        if (!output.succeeded()) {
            throw unreachable(why(output));
        }
        return output;
    }

    private CommandOutput ask(String... words) {
        return ask(String.join(" ", words), List.of(words), LIMIT);
    }

    private CommandOutput ask(String question, List<String> words, Duration limit) {
        if (silence.about(question)) {
            return UNANSWERED;
        }
        CommandOutput output = command(words, limit);
        if (output.timedOut()) {
            silence.heard(question, this::awake);
        }
        return output;
    }

    private CommandOutput run(List<String> words, Duration limit) {
        if (silence.complete()) {
            return UNANSWERED;
        }
        CommandOutput output = command(words, limit);
        if (output.timedOut()) {
            silence.checkDaemon(this::awake);
        }
        return output;
    }

    /** Needs no container: where one is stuck, the daemon says this all the same. */
    private boolean awake() {
        return !command(List.of("version", "--format", "{{.Server.Version}}"), SIGN_OF_LIFE)
                .timedOut();
    }

    private CommandOutput command(List<String> words, Duration limit) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(words);
        return commands.run(command, Path.of("/"), Map.of(), limit);
    }

    private static List<Container> containers(CommandOutput output) {
        try {
            return ContainerReader.read(output.out());
        } catch (IOException e) {
            throw unreachable("docker inspect does not say what it should: " + e.getMessage());
        }
    }

    /** ENVIRONMENT, with what is to be done about it. */
    public static OperatorException unreachable(String why) {
        return new OperatorException(
                ExitCode.ENVIRONMENT,
                "docker cannot be asked: " + why,
                why.contains("permission denied")
                        ? "become root, or have the user added to the group docker"
                        : why.contains(NO_ANSWER)
                                ? "systemctl status docker; what it hangs on: journalctl -u docker"
                                : "see that docker is installed and its daemon runs: systemctl start docker");
    }

    /** What docker says went wrong, in one line. */
    public static String why(CommandOutput output) {
        if (output.timedOut()) {
            return NO_ANSWER;
        }
        String said = output.err().isBlank() ? output.out() : output.err();
        return said.lines()
                .map(line -> line.strip().replaceFirst("^(docker: )?Error( response from daemon)?: ", ""))
                .filter(line -> !line.isEmpty() && !line.startsWith("See 'docker") && !line.startsWith("Run 'docker"))
                .filter(line -> !line.startsWith("Emulate Docker CLI using podman"))
                .findFirst()
                .orElse("docker ended with exit code " + output.exitCode());
    }
}
