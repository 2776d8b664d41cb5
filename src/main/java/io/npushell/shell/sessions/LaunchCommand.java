package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchOutcome;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.AcceptedCodes;
import io.npushell.shell.settings.StepChoice;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.Set;

/** Starts what {@code plan} shows as a session of its own, which goes on whatever happens to this shell. */
final class LaunchCommand extends OperatorCommand {
    private final SessionAccess access;
    private final LaunchView view;
    private final Verifying verifying;

    LaunchCommand(SessionAccess access, LaunchView view, Verifying verifying) {
        super(CommandDoc.named(
                        "launch", CommandGroup.SESSIONS, "start what plan shows, as a session that outlives this shell")
                .description("Refuses findings of level error (exit 3). Output of another session is never written over"
                        + " unless told (exit 5). With --wait it follows the log until the end and exits with the"
                        + " session's result; Ctrl-C then leaves the session running. Its steps run one after the"
                        + " other, each only where its output is missing or made with other settings; the first"
                        + " one that fails ends it.")
                .flag("dry-run", "show the plan and the commands, touch nothing")
                .flag("wait", "follow it until it ends")
                .flag("no-verify", "do not read the checkpoint that is loaded to its last byte first")
                .option(StepChoice.FROM)
                .option(StepChoice.ONLY)
                .option("name", "NAME", "a name of your own for it")
                .option("note", "TEXT", "a remark for its journal")
                .repeatable("accept", "CODE", "lift a finding that only the private script can decide; it is recorded")
                .flag("archive", "move older output aside first")
                .flag("overwrite", "write over older output")
                .json()
                .example("launch", "start, and get the prompt back")
                .example("launch --wait --archive", "in a script")
                .example("launch --from train", "with the data and weights as they are")
                .example("launch --dry-run", "the same path, nothing touched")
                .seeAlso("plan", "tail", "stop", "resume")
                .build());
        this.access = access;
        this.view = view;
        this.verifying = verifying;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (words.flag("archive") && words.flag("overwrite")) {
            throw words.usage("--archive and --overwrite contradict each other");
        }
        Set<String> accepted = AcceptedCodes.of(words);
        LaunchRequest request = StepChoice.of(words, access.request(), access.effective())
                .accepting(accepted)
                .named(words.option("name").orElse(""), words.option("note").orElse(""))
                .oldOutput(words.flag("overwrite"), words.flag("archive"));
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
            case "from", "only" -> StepChoice.suggestions();
            default -> List.of();
        };
    }
}
