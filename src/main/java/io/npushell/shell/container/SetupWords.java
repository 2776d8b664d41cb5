package io.npushell.shell.container;

import io.npushell.launch.ContainerSettings;
import io.npushell.launch.ContainerSetup;
import io.npushell.plan.CommandText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The commands of a set-up, for the plan. */
final class SetupWords {
    /** The manual's user and group; who it really is, is asked inside. */
    private static final String MANUAL_OWNER = "ma-user:ma-group";

    private SetupWords() {}

    static List<List<String>> of(ContainerSettings settings, List<String> environment) {
        List<List<String>> commands = new ArrayList<>();
        String user = settings.user();
        if (!user.equals("root") && !user.matches("0(:0)?")) {
            commands.add(
                    ContainerSetup.owning(settings.name(), user.isEmpty() ? MANUAL_OWNER : user, settings.workspace()));
        }
        Path requirements = ContainerSetup.requirements(settings);
        List<String> installing = ContainerSetup.installing(settings.name(), user, environment, requirements);
        if (!installing.isEmpty()) {
            commands.add(installing);
        }
        return commands;
    }

    /** To copy and run by hand. */
    static List<String> lines(List<String> command) {
        return command.stream()
                .map(CommandText::quote)
                .collect(Collectors.joining(" "))
                .lines()
                .toList();
    }
}
