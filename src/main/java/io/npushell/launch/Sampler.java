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
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** By the fresh weights that the session's seed gives: what the model wrote before any training. */
    public Sample before(Session session, String text, int tokens) {
        return sample(session, "none", 0, text, tokens);
    }

    /**
     * By the newest checkpoint in its output.
     *
     * @throws OperatorException NOT_FOUND where there is none, USAGE for a session of the Ascend engine
     */
    public Sample after(Session session, String text, int tokens) {
        String directory = session.spec().outputDirectory();
        CheckpointFacts facts = directory == null ? null : Checkpoints.inspect(Path.of(directory));
        if (directory == null || facts == null || facts.iteration() < 0) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "session " + session.id().text() + " has no checkpoint to sample from",
                    "sessions");
        }
        return sample(session, directory, facts.iteration(), text, tokens);
    }

    private Sample sample(Session session, String checkpoint, long iteration, String text, int tokens) {
        if (!session.spec().engine().equals(Engine.EMBEDDED.label())) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "session " + session.id().text()
                            + " trained on NPUs; only models of the embedded engine can be sampled here");
        }
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
