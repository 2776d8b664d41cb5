package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.shell.view.Output;
import java.util.OptionalInt;

/** Leaves the shell, or ends the script; trainings go on. */
final class ExitCommand extends OperatorCommand {
    private final Leaving leaving;

    ExitCommand(Leaving leaving) {
        super(CommandDoc.named("exit", CommandGroup.SHELL, "leave; sessions go on")
                .alias("quit")
                .arguments("[CODE]", 0, 1)
                .description("Leaves the shell, like Ctrl-D. In a script it ends the script. Trainings that run keep"
                        + " running.")
                .example("exit", "back to where you were")
                .example("exit 3", "a script ends here, with exit code 3")
                .build());
        this.leaving = leaving;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        leaving.ask(words.find(0).map(text -> OptionalInt.of(code(words, text))).orElse(OptionalInt.empty()));
        return ExitCode.OK;
    }

    private static int code(Words words, String text) {
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= 255) {
            return Integer.parseInt(text);
        }
        throw words.usage("'" + text + "' is no exit code: a whole number from 0 to 255");
    }
}
