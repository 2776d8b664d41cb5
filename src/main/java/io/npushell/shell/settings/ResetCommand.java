package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.Workbench;

/** Takes back everything the operator chose for the profile and run type in use. */
final class ResetCommand extends OperatorCommand {
    private final Workbench bench;
    private final ChangeView view;

    ResetCommand(Workbench bench, ChangeView view) {
        super(CommandDoc.named(
                        "reset", CommandGroup.PARAMETERS, "take back everything you set for this profile and run type")
                .description("Presets in use are put away too. undo brings it all back.")
                .example("reset", "as the profile has it")
                .seeAlso("undo", "unset", "diff")
                .build());
        this.bench = bench;
        this.view = view;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (bench.state().profile() != null || !bench.state().edited()) {
            bench.profile();
        }
        Workbench.Change change = bench.change(words.spelled(), state -> state.withChoices(Choices.NONE));
        view.show(change, out);
        if (change.before().equals(change.after())) {
            out.say("nothing to take back");
        }
        return ExitCode.OK;
    }
}
