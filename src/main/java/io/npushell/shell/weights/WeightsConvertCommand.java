package io.npushell.shell.weights;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.plan.Step;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.sessions.LaunchView;
import io.npushell.shell.settings.AcceptedCodes;
import io.npushell.shell.view.Output;
import java.util.List;
import java.util.Set;

/** Runs the weights step of the plan alone, as a session that is waited for. */
final class WeightsConvertCommand extends OperatorCommand {
    private final SessionAccess access;
    private final LaunchView view;

    WeightsConvertCommand(SessionAccess access, LaunchView view) {
        super(CommandDoc.named(
                        "weights convert",
                        CommandGroup.DATA,
                        "cut the downloaded model for TP and PP, as sft and lora load it")
                .description(
                        "Reads the Hugging Face model in hf-path, writes the Megatron checkpoint that model-path of sft and lora names:"
                                + " converted_weights in the workspace, or converted_weights-tpN-ppN beside it where that holds weights of another cut."
                                + " Nothing is written over weights that differ. launch of sft and lora does this by itself where it is to do.")
                .flag("dry-run", "show the step and its command, touch nothing")
                .repeatable("accept", "CODE", "lift a finding that only the private script can decide; it is recorded")
                .option("note", "TEXT", "a remark for the journal")
                .json()
                .example("weights convert", "by the settings in use")
                .example("weights convert --dry-run", "what would run, and what is wrong with it")
                .seeAlso("weights inspect", "weights merge", "plan", "launch")
                .build());
        this.access = access;
        this.view = view;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.option().equals("accept") ? AcceptedCodes.suggestions() : List.of();
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Set<String> accepted = AcceptedCodes.of(words);
        LaunchRequest request = access.request()
                .accepting(accepted)
                .onlySteps(Set.of(Step.Kind.WEIGHTS))
                .named("weights convert", words.option("note").orElse(""));
        Launcher launcher = access.launcher();
        return view.foreground(
                () -> words.flag("dry-run") ? launcher.rehearse(request) : launcher.launch(request), out);
    }
}
