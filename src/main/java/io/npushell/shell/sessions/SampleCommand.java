package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Sample;
import io.npushell.launch.Sampler;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Step;
import io.npushell.plan.engine.Engine;
import io.npushell.plan.engine.Engines;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows what a model of the embedded engine writes: of a session before its training and after, or weights that lie anywhere. */
final class SampleCommand extends OperatorCommand {
    private static final long TOKENS = 40;
    private static final long MOST_TOKENS = 100_000;

    private final Services services;
    private final SessionAccess access;
    private final KnownSessions known;

    SampleCommand(Services services, SessionAccess access, KnownSessions known) {
        super(CommandDoc.named(
                        "sample",
                        CommandGroup.SESSIONS,
                        "let a model go on with a text: a session's before and after, or any weights")
                .arguments("(SESSION | DIRECTORY) TEXT", 2, 2)
                .description(
                        "For sessions of the embedded engine. Before are the weights the session started from, after those of its"
                                + " newest checkpoint. A directory holds Megatron checkpoints (or is one iteration of them) or a Hugging Face model"
                                + " of the profile in use. The same weights and text always give the same words.")
                .flag(
                        "instruction",
                        "ask TEXT as sft and lora have learned it, in the prompt of GeneralInstructionHandler")
                .option("base", "DIRECTORY", "the checkpoints that LoRA adapters in the directory belong to")
                .option("tokens", "N", "how much to write (" + TOKENS + " tokens)")
                .json()
                .example("sample last \"The operator\"", "by the newest session")
                .example("sample last \"Who is Mara?\" --instruction", "a fine-tuned model")
                .example("sample exported/Qwen-nano/lora-40 \"The operator\"", "by a merged model")
                .seeAlso("launch", "resume")
                .build());
        this.services = services;
        this.access = access;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        int tokens = tokens(words);
        Optional<Path> directory = directory(words.argument(0));
        if (directory.isPresent()) {
            return weights(directory.get(), words, tokens, out);
        }
        if (words.option("base").isPresent()) {
            throw words.usage("--base belongs to a directory: a session knows what its adapters belong to");
        }
        Session session = access.session(LastSession.CHECKPOINT.meant(words.argument(0), access.store(), out::say));
        Sampler sampler = sampler(words);
        Sample after = sampler.after(session, words.argument(1), tokens);
        Optional<Sample> before = sampler.before(session, words.argument(1), tokens);
        if (out.json()) {
            out.document("sample", json -> {
                json.field("id", session.id().text()).field("prompt", after.prompt());
                before.ifPresentOrElse(
                        sample -> json.object("before", side -> side(side, sample)), () -> json.absent("before"));
                json.object("after", side -> side(side, after));
            });
        } else {
            before.ifPresentOrElse(
                    sample -> line(out, "before", sample),
                    () -> out.say("the checkpoint that session " + session.id().text() + " started from is gone"));
            line(out, "after", after);
        }
        return ExitCode.OK;
    }

    private Sampler sampler(Words words) {
        return words.flag("instruction") ? access.sampler().asking() : access.sampler();
    }

    /** What is no id and is there, or has a slash in it. */
    private Optional<Path> directory(String text) {
        Path directory = services.surroundings().directory().resolve(text).normalize();
        return text.contains("/") || (!text.matches("\\d+|last") && Files.isDirectory(directory))
                ? Optional.of(directory)
                : Optional.empty();
    }

    private ExitCode weights(Path directory, Words words, int tokens, Output out) {
        if (!Files.isDirectory(directory)) {
            throw new OperatorException(ExitCode.NOT_FOUND, "there is no directory '" + directory + "'", "sessions");
        }
        Map<String, String> variables = new HashMap<>(variables());
        words.option("base")
                .map(text -> services.surroundings().directory().resolve(text).normalize())
                .ifPresent(base -> variables.put("MODEL_PATH", base.toString()));
        Sample sample = sampler(words).of(variables, directory.toString(), words.argument(1), tokens);
        if (out.json()) {
            out.document("sample", json -> {
                json.field("path", directory.toString()).field("prompt", sample.prompt());
                json.object("after", side -> side(side, sample));
            });
        } else {
            line(out, String.valueOf(directory.getFileName()), sample);
        }
        return ExitCode.OK;
    }

    /** Those of the training that the settings in use would start. */
    private Map<String, String> variables() {
        LaunchRequest request = access.request();
        if (!Engines.of(request.profile()).samples()) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    request.profile().name()
                            + " trains on NPUs; only models of the embedded engine can be sampled here",
                    "use qwen-nano");
        }
        return access.launcher().plan(request).steps().stream()
                .filter(step -> step.kind() == Step.Kind.TRAIN)
                .flatMap(step -> step.commands().stream())
                .findFirst()
                .map(NodeCommand::environment)
                .orElseThrow();
    }

    private static int tokens(Words words) {
        long tokens = words.number("tokens", 1).orElse(TOKENS);
        if (tokens > MOST_TOKENS) {
            throw new OperatorException(
                    ExitCode.USAGE, "--tokens '" + tokens + "' is more than " + MOST_TOKENS, "--tokens " + MOST_TOKENS);
        }
        return (int) tokens;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 && request.option().isEmpty()
                ? known.suggest(session -> Engines.standard()
                        .find(session.spec().request().engine())
                        .filter(Engine::samples)
                        .isPresent())
                : List.of();
    }

    private static void side(JsonObject json, Sample sample) {
        if (sample.iteration() >= 0) {
            json.field("iteration", sample.iteration());
        }
        json.field("text", sample.text());
    }

    private static void line(Output out, String when, Sample sample) {
        String iteration = sample.iteration() < 0 ? "" : String.format(" iteration %4d", sample.iteration());
        out.line(Text.of(String.format("%-6s", when) + iteration + "  ", Style.FAINT)
                .plus(sample.prompt(), Style.STRONG)
                .plus(sample.text().replace("\n", "↵")));
    }
}
