package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.Sample;
import io.npushell.launch.Sampler;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.List;
import java.util.Optional;

/** Shows what the model of an embedded session writes, before its training and after. */
final class SampleCommand extends OperatorCommand {
    private static final long TOKENS = 40;
    private static final long MOST_TOKENS = 100_000;

    private final SessionAccess access;
    private final KnownSessions known;

    SampleCommand(SessionAccess access, KnownSessions known) {
        super(CommandDoc.named(
                        "sample", CommandGroup.SESSIONS, "let a session's model go on with a text, before and after")
                .arguments("SESSION TEXT", 2, 2)
                .description(
                        "For sessions of the embedded engine. Before are the weights the session started from, after those of its"
                                + " newest checkpoint. The same checkpoint and text always give the same words.")
                .option("tokens", "N", "how much to write (" + TOKENS + " tokens)")
                .json()
                .example("sample last \"The operator\"", "by the newest session")
                .seeAlso("launch", "resume")
                .build());
        this.access = access;
        this.known = known;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Session session = access.session(words.argument(0));
        int tokens = tokens(words);
        Sampler sampler = access.sampler();
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
                ? known.suggest(session -> session.spec().engine().equals("embedded"))
                : List.of();
    }

    private static void side(JsonObject json, Sample sample) {
        json.field("iteration", sample.iteration()).field("text", sample.text());
    }

    private static void line(Output out, String when, Sample sample) {
        out.line(Text.of(String.format("%-6s iteration %4d  ", when, sample.iteration()), Style.FAINT)
                .plus(sample.prompt(), Style.STRONG)
                .plus(sample.text().replace("\n", "↵")));
    }
}
