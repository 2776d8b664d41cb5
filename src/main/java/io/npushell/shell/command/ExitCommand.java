package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Output;

/** Leaves the shell, or ends the script; trainings go on. */
final class ExitCommand extends OperatorCommand {
    private final Leaving leaving;

    ExitCommand(Leaving leaving) {
        super(CommandDoc.named("exit", CommandGroup.SHELL, "leave; sessions go on")
                .alias("quit")
                .description(
                        "Leaves the shell, like Ctrl-D. In a script it ends the script. Trainings that run keep running.")
                .example("exit", "back to where you were")
                .build());
        this.leaving = leaving;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        leaving.ask();
        return ExitCode.OK;
    }
}
