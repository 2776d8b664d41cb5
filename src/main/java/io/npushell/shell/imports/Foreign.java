package io.npushell.shell.imports;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Settings;
import io.npushell.shell.command.ForeignCommands;
import io.npushell.shell.command.Services;
import java.util.Optional;

/** What {@link ImportCommand} would make of a text that was typed as a command. */
public final class Foreign implements ForeignCommands {
    private final Services services;

    public Foreign(Services services) {
        this.services = services;
    }

    @Override
    public boolean understands(String text) {
        return ImportCommand.reader(services).concerns(text) && failure(text).isEmpty();
    }

    @Override
    public Optional<OperatorException> refusal(String text) {
        return ImportCommand.reader(services).concerns(text) ? failure(text) : Optional.empty();
    }

    private Optional<OperatorException> failure(String text) {
        try {
            ImportCommand.reader(services).read(text, (all, part) -> Settings.none());
            return Optional.empty();
        } catch (OperatorException e) {
            return Optional.of(new OperatorException(ExitCode.USAGE, e.getMessage(), e.remedy(), e));
        }
    }
}
