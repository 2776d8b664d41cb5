package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchOutcome;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.launch.ResumeTarget;
import io.npushell.launch.Resumer;
import io.npushell.launch.Resumption;
import io.npushell.params.Origin;
import io.npushell.params.Settings;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.AcceptedCodes;
import io.npushell.shell.settings.ParameterSuggestions;
import io.npushell.shell.settings.SettingReader;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.Set;

/** Goes on with a session that ended, from its newest complete checkpoint, as a child session. */
final class ResumeCommand extends OperatorCommand {
    private final SessionAccess access;
    private final KnownSessions known;
    private final SettingReader reader;
    private final ParameterSuggestions suggestions;
    private final LaunchView view;
    private final Verifying verifying;

    ResumeCommand(
            SessionAccess access,
            KnownSessions known,
            SettingReader reader,
            ParameterSuggestions suggestions,
            LaunchView view,
            Verifying verifying) {
        super(CommandDoc.named(
                        "resume", CommandGroup.SESSIONS, "go on with a session from its newest complete checkpoint")
                .arguments("SESSION", 1, 1)
                .description(
                        "A session never runs twice: this starts a child that goes on in the same output. TRAIN_ITERS"
                                + " stays as it was when the session was cut short; --to and --more raise it and say what"
                                + " that does to the learning rate schedule.")
                .option("to", "N", "train up to iteration N")
                .option("more", "N", "train N iterations more")
                .repeatable("set", "NAME=VALUE", "change a setting for the child")
                .flag("dry-run", "show the plan and the commands, touch nothing")
                .flag("wait", "follow it until it ends")
                .flag("no-verify", "do not read the checkpoint that is loaded to its last byte first")
                .option("name", "NAME", "a name of your own for it")
                .option("note", "TEXT", "a remark for its journal")
                .repeatable("accept", "CODE", "as for launch")
                .json()
                .example("resume 12", "a stopped or failed session, to where it was to go")
                .example("resume last --more 100", "a completed one, 100 iterations further")
                .seeAlso("launch", "stop", "sessions")
                .build());
        this.access = access;
        this.known = known;
        this.reader = reader;
        this.suggestions = suggestions;
        this.view = view;
        this.verifying = verifying;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Set<String> accepted = AcceptedCodes.of(words);
        Session session = access.session(LastSession.CHECKPOINT.meant(words.argument(0), access.store(), out::say));
        Resumption resumption = access.resumer().resume(session, target(words), overrides(words));
        LaunchRequest request = resumption
                .request()
                .accepting(accepted)
                .named(words.option("name").orElse(""), words.option("note").orElse(""));
        out.say("resuming session " + session.id().text() + " from iteration " + resumption.iteration() + ", up to "
                + resumption.trainIters());
        resumption.says().forEach(out::say);
        Launcher launcher = access.launcher();
        LaunchOutcome outcome = words.flag("dry-run")
                ? launcher.rehearse(request)
                : words.flag("no-verify") ? launcher.launch(request) : verifying.launch(request, out);
        return view.show(outcome, words.flag("wait") ? LaunchView.Then.FOLLOW : LaunchView.Then.LEAVE, out);
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return switch (request.option()) {
            case "accept" -> AcceptedCodes.suggestions();
            case "set" -> suggestions.assignment(request.word());
            case "" -> request.position() > 0 ? List.<Suggestion>of() : known.suggest(Resumer::resumable);
            default -> List.<Suggestion>of();
        };
    }

    private static ResumeTarget target(Words words) {
        if (words.option("to").isPresent() && words.option("more").isPresent()) {
            throw words.usage("--to and --more contradict each other");
        }
        return words.number("to", 1)
                .<ResumeTarget>map(ResumeTarget.To::new)
                .or(() -> words.number("more", 1).map(ResumeTarget.More::new))
                .orElseGet(ResumeTarget.Same::new);
    }

    private Settings overrides(Words words) {
        Settings settings = Settings.none();
        for (SettingReader.Wish wish : reader.read(words.options("set"))) {
            settings = settings.with(wish.parameter(), wish.value(), Origin.FLAG);
        }
        return settings;
    }
}
