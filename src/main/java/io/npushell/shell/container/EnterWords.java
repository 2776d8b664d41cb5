package io.npushell.shell.container;

import io.npushell.launch.ContainerSettings;
import io.npushell.plan.CommandText;
import io.npushell.plan.NodeCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command that gives the operator a shell inside, in the directory and with the environment a session would have. */
final class EnterWords {
    private EnterWords() {}

    static List<String> of(ContainerSettings settings, List<String> environment, Optional<NodeCommand> training) {
        List<String> lines = new ArrayList<>(training.map(NodeCommand::setup).orElse(environment));
        training.ifPresent(command -> command.environment()
                .forEach((name, value) -> lines.add("export " + CommandText.assignment(name, value))));
        // docker exec reads no .bashrc, and this one reads it after our lines, as the manual's user has it
        lines.add("if command -v bash >/dev/null 2>&1; then exec bash; else exec sh; fi");
        List<String> words = new ArrayList<>(List.of("docker", "exec", "-it"));
        if (!settings.user().isEmpty()) {
            words.addAll(List.of("--user", settings.user()));
        }
        words.addAll(List.of(
                "--workdir",
                training.map(NodeCommand::directory).orElseGet(settings::workspace),
                settings.name(),
                "sh",
                "-c",
                String.join("\n", lines)));
        return words;
    }
}
