package io.npushell.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All commands there are. A new one is added here, once. */
public final class ShellCommands {
    private ShellCommands() {}

    public static List<OperatorCommand> all(
            Services services, Leaving leaving, Supplier<Commands> commands, Supplier<ScriptFiles> scripts) {
        List<OperatorCommand> all = new ArrayList<>();
        all.add(new HelpCommand(commands, List.of(new ParameterTopics(services.catalog()), new ExitCodeTopic())));
        all.add(new EchoCommand());
        all.add(new AssertCommand(services.surroundings().directory()));
        all.add(new SourceCommand(scripts, services.fileNames()));
        all.add(new ExitCommand(leaving));
        return all;
    }
}
