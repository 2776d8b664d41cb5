package io.npushell.shell.weights;

import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.sessions.LaunchView;
import io.npushell.shell.sessions.SessionCommands;
import java.util.List;

/** All commands on weights. */
public final class WeightCommands {
    private WeightCommands() {}

    public static List<OperatorCommand> all(Services services, SessionAccess access, KnownSessions known) {
        LaunchView launched = SessionCommands.launched(services, access);
        return List.of(
                new WeightsConvertCommand(access, launched),
                new WeightsMergeCommand(services, access, known, launched),
                new WeightsInspectCommand(services, access));
    }
}
