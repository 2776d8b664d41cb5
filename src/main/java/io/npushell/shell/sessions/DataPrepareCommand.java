package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.LaunchRequest;
import io.npushell.plan.Step;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import java.util.Set;

/** Runs the data step of the plan alone, as a session that is waited for. */
final class DataPrepareCommand extends OperatorCommand {
    private final SessionAccess access;
    private final LaunchView view;

    DataPrepareCommand(SessionAccess access, LaunchView view) {
        super(CommandDoc.named(
                        "data prepare", CommandGroup.DATA, "tokenise the raw input into the dataset the training reads")
                .description(
                        "Reads raw-input, writes the .bin and .idx files of dataset-path. launch does this by itself where it is to do;"
                                + " alone it is useful to know the number of tokens, for example for epochs.")
                .option("note", "TEXT", "a remark for the journal")
                .json()
                .example("data prepare", "by the settings in use")
                .seeAlso("plan", "launch")
                .build());
        this.access = access;
        this.view = view;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        LaunchRequest request = access.request()
                .onlySteps(Set.of(Step.Kind.DATA))
                .named("data prepare", words.option("note").orElse(""));
        return view.show(access.launcher().launch(request), true, out);
    }
}
