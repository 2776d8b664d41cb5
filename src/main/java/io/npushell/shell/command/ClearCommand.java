package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Output;

/** Empties the screen; where there is none, does nothing, as a script may be run anywhere. */
final class ClearCommand extends OperatorCommand {
    private final Screen screen;

    ClearCommand(Screen screen) {
        super(CommandDoc.named("clear", CommandGroup.SHELL, "empty the screen")
                .example("clear", "as Ctrl-L does")
                .build());
        this.screen = screen;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        out.flush();
        screen.clear();
        return ExitCode.OK;
    }
}
