package io.npushell.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.plan.Installation;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.profile.Engine;
import io.npushell.session.Session;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Lets the model of an embedded session continue a text, in a JVM of its own. */
public final class Sampler {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final CommandRunner runner;
    private final Installation installation;

    public Sampler(CommandRunner runner, Installation installation) {
        this.runner = runner;
        this.installation = installation;
    }

    /**
     * By the weights it started from: the checkpoint it resumed, else the fresh ones that its seed gives. Empty where that checkpoint is gone.
     *
     * @throws OperatorException USAGE for a session of the Ascend engine
     */
    public Optional<Sample> before(Session session, String text, int tokens) {
        requireEmbedded(session);
        String model = session.spec().variables().get("MODEL_PATH");
        if (model == null) {
            return Optional.of(sample(session, "none", 0, text, tokens));
        }
        // not every iteration is logged: it started from the last one saved before the first of its log
        return LongStream.iterate(session.summary().firstIteration() - 1, number -> number > 0, number -> number - 1)
                .filter(number -> Files.isDirectory(Checkpoints.iterationDirectory(Path.of(model), number)))
                .mapToObj(number -> sample(
                        session,
                        Checkpoints.iterationDirectory(Path.of(model), number).toString(),
                        number,
                        text,
                        tokens))
                .findFirst();
    }

    /**
     * By the newest checkpoint it saved; a session that resumed it may have saved newer ones beside that.
     *
     * @throws OperatorException NOT_FOUND where there is none, USAGE for a session of the Ascend engine
     */
    public Sample after(Session session, String text, int tokens) {
        requireEmbedded(session);
        String directory = session.spec().outputDirectory();
        long iteration = session.summary().savedIteration();
        Path checkpoint =
                Checkpoints.iterationDirectory(Path.of(directory == null ? "" : directory), Math.max(0, iteration));
        if (directory == null || iteration < 0 || !Files.isDirectory(checkpoint)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "session " + session.id().text() + " has no checkpoint to sample from"
                            + (iteration < 0 ? "" : ": '" + checkpoint + "' is gone"),
                    "sessions");
        }
        return sample(session, checkpoint.toString(), iteration, text, tokens);
    }

    private static void requireEmbedded(Session session) {
        if (!session.spec().engine().equals(Engine.EMBEDDED.label())) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "session " + session.id().text()
                            + " trained on NPUs; only models of the embedded engine can be sampled here",
                    "use qwen-nano");
        }
    }

    private Sample sample(Session session, String checkpoint, long iteration, String text, int tokens) {
        Map<String, String> environment = new HashMap<>(session.spec().variables());
        List<String> command = List.of(
                installation.java(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                installation.trainerClassPath(),
                "io.npushell.trainer.Main",
                "sample",
                "--checkpoint",
                checkpoint,
                "--tokenizer",
                environment.getOrDefault("TOKENIZER_PATH", ""),
                "--text",
                text,
                "--tokens",
                Integer.toString(tokens));
        CommandOutput output = runner.run(command, Path.of("/"), environment, LIMIT);
        if (!output.succeeded()) {
            throw new OperatorException(ExitCode.FAILED, "the model cannot be sampled: " + lastLine(output.err()));
        }
        return new Sample(iteration, text, answer(output.out()));
    }

    /** The field "text" of the one object printed. */
    private static String answer(String json) {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (@Nullable JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME && parser.currentName().equals("text")) {
                    parser.nextToken();
                    return parser.getText();
                }
            }
        } catch (IOException e) {
            throw new OperatorException(ExitCode.BUG, "the sample is no JSON: " + json, null, e);
        }
        throw new OperatorException(ExitCode.BUG, "the sample has no text: " + json);
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("it said nothing", (first, second) -> second);
    }
}
