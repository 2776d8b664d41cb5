package io.npushell.shell.logs;

import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import java.util.List;

/** All commands on what trainings left behind. */
public final class LogCommands {
    private LogCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access, KnownSessions known) {
        LogSources sources = new LogSources(
                access,
                services.surroundings().directory(),
                services.surroundings().variable("HOME"));
        CurveScreen screen = CurveScreen.of(services.surroundings().environment());
        return List.of(
                new PerfCommand(sources, known, services.fileNames()),
                new PlotCommand(sources, screen, known, services.fileNames()),
                new CheckpointsCommand(access, sources, known, services.fileNames()));
    }
}
