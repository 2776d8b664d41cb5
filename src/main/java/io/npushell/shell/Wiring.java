package io.npushell.shell;

import io.npushell.shell.command.Bugs;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Dispatcher;
import io.npushell.shell.command.Leaving;
import io.npushell.shell.command.ScriptRunner;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.ShellCommands;
import io.npushell.shell.command.Surroundings;

/** Puts the shell together by hand, in one place: no container, no scanning, so that the prompt is there at once. */
final class Wiring {
    private final Services services;
    private final Leaving leaving = new Leaving();
    private final Commands commands;
    private final Dispatcher dispatcher;
    private final ScriptRunner scripts;

    Wiring(Surroundings surroundings) {
        services = new Services(surroundings);
        commands = new Commands(ShellCommands.all(services, leaving, this::commands));
        dispatcher = new Dispatcher(commands, new Bugs(surroundings));
        scripts = new ScriptRunner(dispatcher, services.variables(), leaving);
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

    ScriptRunner scripts() {
        return scripts;
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }
}
