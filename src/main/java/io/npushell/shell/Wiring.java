package io.npushell.shell;

import io.npushell.process.Foreground;
import io.npushell.shell.command.Bugs;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Dispatcher;
import io.npushell.shell.command.HostEnvironment;
import io.npushell.shell.command.HostShell;
import io.npushell.shell.command.Leaving;
import io.npushell.shell.command.ScriptFiles;
import io.npushell.shell.command.ScriptRunner;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Surroundings;
import io.npushell.shell.command.UnknownCommand;
import io.npushell.shell.imports.Foreign;
import io.npushell.shell.workbench.WorkbenchFile;
import io.npushell.shell.workbench.WorkbenchKeeper;
import java.util.List;

/** Puts the shell together by hand, in one place: no container, no scanning, so that the prompt is there at once. */
final class Wiring {
    private final Services services;
    private final Leaving leaving = new Leaving();
    private final Commands commands;
    private final Bugs bugs;
    private final Foreign foreign;
    private final Dispatcher dispatcher;
    private final ScriptRunner scripts;
    private final ScriptFiles scriptFiles;
    private final WorkbenchKeeper keeper;

    Wiring(Surroundings surroundings) {
        this(
                surroundings,
                (line, variables) -> Foreground.run(List.of("sh", "-c", line), surroundings.directory(), variables));
    }

    Wiring(Surroundings surroundings, HostShell host) {
        services = new Services(surroundings);
        commands = new Commands(AllCommands.of(services, leaving, this::commands, this::scriptFiles));
        bugs = new Bugs(surroundings);
        foreign = new Foreign(services);
        UnknownCommand unknown =
                new UnknownCommand(commands, foreign, HostEnvironment.of(services), surroundings.variable("PATH"));
        dispatcher = new Dispatcher(commands, unknown, bugs, services::commandBegins);
        scripts = new ScriptRunner(dispatcher, services.variables(), host, leaving);
        scriptFiles = new ScriptFiles(scripts, services.variables(), surroundings.directory(), foreign);
        keeper = new WorkbenchKeeper(
                new WorkbenchFile(surroundings.home().resolve("workbench.json"), services.catalog()),
                services.workbench());
    }

    Services services() {
        return services;
    }

    Leaving leaving() {
        return leaving;
    }

    Commands commands() {
        return commands;
    }

    Bugs bugs() {
        return bugs;
    }

    Foreign foreign() {
        return foreign;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ScriptRunner scripts() {
        return scripts;
    }

    ScriptFiles scriptFiles() {
        return scriptFiles;
    }

    WorkbenchKeeper keeper() {
        return keeper;
    }
}
