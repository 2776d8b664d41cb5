package io.npushell.shell.command;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import java.util.List;

/** What is said to words that no command begins with. Nothing is ever run on a guess. */
final class UnknownCommand {
    private final Commands commands;

    UnknownCommand(Commands commands) {
        this.commands = commands;
    }

    OperatorException failure(List<String> words) {
        String first = words.get(0);
        List<String> second = commands.second(first);
        if (!second.isEmpty()) {
            String said = words.size() > 1
                    ? "'" + first + " " + words.get(1) + "' is no command"
                    : "'" + first + "' is not a whole command";
            return new OperatorException(ExitCode.USAGE, said, first + " " + String.join(" | ", second));
        }
        List<String> near = Nearest.to(first, commands.names());
        return new OperatorException(
                ExitCode.USAGE,
                "unknown command '" + first + "'",
                near.isEmpty() ? "help" : String.join("   or   ", near));
    }
}
