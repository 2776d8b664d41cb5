package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Output;

/** Prints its words. */
final class EchoCommand extends OperatorCommand {
    EchoCommand() {
        super(CommandDoc.named("echo", CommandGroup.SHELL, "print words")
                .freeWords("[WORD …]", 0)
                .example("echo \"session $SESSION started\"", "print a line with a variable in it")
                .build());
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        out.copy(String.join(" ", words.arguments()));
        return ExitCode.OK;
    }
}
