package io.npushell.shell.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The commands of the shell itself: help, scripts, leaving. */
public final class ShellCommands {
    private ShellCommands() {}

    /**
     * Makes them.
     *
     * @param topics what help tells about besides commands, parameters and exit codes
     */
    public static List<OperatorCommand> all(
            Services services,
            Leaving leaving,
            Supplier<Commands> commands,
            Supplier<ScriptFiles> scripts,
            List<HelpTopics> topics) {
        List<HelpTopics> allTopics = new ArrayList<>(topics);
        allTopics.add(new ParameterTopics(services.catalog()));
        allTopics.add(ExitCodeTopic.PAGE);
        allTopics.add(KeysTopic.PAGE);
        List<OperatorCommand> all = new ArrayList<>();
        all.add(new HelpCommand(commands, allTopics));
        all.add(new EchoCommand());
        all.add(new AssertCommand(services.surroundings().directory()));
        all.add(new SourceCommand(scripts, services.fileNames(), HostEnvironment.of(services)));
        all.add(new HistoryCommand(services.home().resolve("history")));
        all.add(new ClearCommand(services.screen()));
        all.add(new ExitCommand(leaving));
        return all;
    }
}
