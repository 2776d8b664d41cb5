package io.npushell.launch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.RunType;
import io.npushell.plan.CommandText;
import io.npushell.plan.Installation;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import io.npushell.session.Session;
import io.npushell.session.SessionStore;
import io.npushell.weights.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private final SessionStore store;
    private final String textOption;

    public Sampler(CommandRunner runner, Installation installation, SessionStore store) {
        this(runner, installation, store, "--text");
    }

    private Sampler(CommandRunner runner, Installation installation, SessionStore store, String textOption) {
        this.store = store;
        this.runner = runner;
        this.installation = installation;
        this.textOption = textOption;
    }

    /** The same for texts that are instructions: they are asked as the data of a fine-tuning asks. */
    public Sampler asking() {
        return new Sampler(runner, installation, store, "--instruction");
    }

    /**
     * By the weights it started from: the checkpoint it resumed, the weights it was to fine-tune, else the fresh ones that its seed gives. Empty where
     * they are gone.
     *
     * @throws OperatorException USAGE for a session of the Ascend engine
     */
    public Optional<Sample> before(Session session, String text, int tokens) {
        requireEmbedded(session);
        Map<String, String> variables = session.spec().request().variables();
        boolean finetunes = RunType.find(session.spec().request().runType())
                .filter(RunType::finetunes)
                .isPresent();
        String model = variables.get("MODEL_PATH");
        String resumed = variables.get(finetunes ? "RESUME_PATH" : "MODEL_PATH");
        if (resumed != null) {
            return resumed(session, Path.of(resumed), text, tokens);
        }
        if (model == null) {
            return Optional.of(sample(session, "none", 0, text, tokens));
        }
        return Files.isDirectory(Path.of(model))
                ? Optional.of(sample(session, model, 0, text, tokens))
                : Optional.empty();
    }

    /** Not every iteration is logged: it started from the last one saved before the first of its log. */
    private Optional<Sample> resumed(Session session, Path directory, String text, int tokens) {
        DirectoryOwners owners = DirectoryOwners.of(directory, store);
        return LongStream.iterate(session.summary().firstIteration() - 1, number -> number > 0, number -> number - 1)
                .filter(number -> Files.isDirectory(Checkpoints.iterationDirectory(directory, number)))
                .limit(1)
                .filter(number -> savedBefore(owners, number, session))
                .mapToObj(number -> sample(
                        session,
                        Checkpoints.iterationDirectory(directory, number).toString(),
                        number,
                        text,
                        tokens))
                .findFirst();
    }

    /** What a later session saved there since is not what this one started from. */
    private static boolean savedBefore(DirectoryOwners owners, long number, Session session) {
        Owner owner = owners.entry(number).map(DirectoryOwners.Entry::owner).orElse(null);
        return owner == null || owner.elsewhere() != null || owner.id().compareTo(session.id()) < 0;
    }

    /**
     * By the newest checkpoint it saved; a session that resumed it may have saved newer ones beside that.
     *
     * @throws OperatorException NOT_FOUND where there is none, USAGE for a session of the Ascend engine
     */
    public Sample after(Session session, String text, int tokens) {
        requireEmbedded(session);
        SavedWork work = SavedWork.of(session, store).orElse(null);
        Optional<String> lost = work == null ? Optional.empty() : work.lost();
        long logged = session.summary().savedIteration();
        if (work == null || work.newest().isEmpty()) {
            String gone = work == null || logged < 0
                    ? ""
                    : ": '" + Checkpoints.iterationDirectory(work.directory(), logged) + "' is gone";
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    lost.orElseGet(() -> "session " + session.id().text() + " has no checkpoint to sample from" + gone),
                    Optional.ofNullable(work)
                            .filter(elsewhere -> lost.isPresent())
                            .flatMap(SavedWork::instead)
                            .map(owner -> "sample " + owner.id().text() + " " + CommandText.quote(text))
                            .orElse("sessions"));
        }
        long iteration = work.newest().getAsLong();
        Path checkpoint = Checkpoints.iterationDirectory(work.directory(), iteration);
        return sample(session, checkpoint.toString(), iteration, text, tokens);
    }

    private static void requireEmbedded(Session session) {
        if (Engines.standard()
                .find(session.spec().request().engine())
                .filter(Engine::samples)
                .isEmpty()) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "session " + session.id().text()
                            + " trained on NPUs; only models of the embedded engine can be sampled here",
                    "use qwen-nano");
        }
    }

    private Sample sample(Session session, String checkpoint, long iteration, String text, int tokens) {
        Sample sample = of(session.spec().request().variables(), checkpoint, text, tokens);
        return new Sample(iteration, text, sample.text());
    }

    /**
     * By weights that lie anywhere: a directory of checkpoints, one iteration of it, or a Hugging Face model.
     *
     * @param variables those of the embedded engine, which say the shape of the model, and by MODEL_PATH what adapters belong to
     * @throws OperatorException FAILED where it cannot be loaded
     */
    public Sample of(Map<String, String> variables, String weights, String text, int tokens) {
        List<String> command = new ArrayList<>(List.of(
                installation.java(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                installation.trainerClassPath(),
                "io.npushell.trainer.Main",
                "sample",
                "--checkpoint",
                weights,
                "--tokenizer",
                variables.getOrDefault("TOKENIZER_PATH", ""),
                textOption,
                text,
                "--tokens",
                Integer.toString(tokens)));
        String model = variables.get("MODEL_PATH");
        if (model != null) {
            command.addAll(List.of("--base", model));
        }
        CommandOutput output = runner.run(command, Path.of("/"), variables, LIMIT);
        if (!output.succeeded()) {
            throw new OperatorException(ExitCode.FAILED, "the model cannot be sampled: " + lastLine(output.err()));
        }
        return answer(text, output.out());
    }

    /** The one object printed; a model that does not say its iteration leaves that field out. */
    private static Sample answer(String prompt, String json) {
        long iteration = -1;
        @Nullable String text = null;
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (@Nullable JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    text = name.equals("text") ? parser.getText() : text;
                    iteration = name.equals("iteration") ? parser.getLongValue() : iteration;
                }
            }
        } catch (IOException e) {
            throw new OperatorException(ExitCode.BUG, "the sample is no JSON: " + json, null, e);
        }
        if (text == null) {
            throw new OperatorException(ExitCode.BUG, "the sample has no text: " + json);
        }
        return new Sample(iteration, prompt, text);
    }

    private static String lastLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).reduce("it said nothing", (first, second) -> second);
    }
}
