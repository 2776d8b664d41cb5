package io.npushell.shell.sessions;

import io.npushell.shell.access.KnownNames;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.settings.ParameterSuggestions;
import io.npushell.shell.settings.SettingReader;
import java.util.List;

/** The commands on sessions, and {@code show}, which shows both settings and sessions. */
public final class SessionCommands {
    private SessionCommands() {}

    public static List<OperatorCommand> all(
            Services services,
            SessionAccess access,
            KnownSessions known,
            KnownNames profiles,
            SettingReader reader,
            ParameterSuggestions suggestions) {
        Following following = new Following(access, services.interrupts(), services.clock());
        LaunchView launched = new LaunchView(access, services.variables(), following, services.findings());
        Verifying verifying = new Verifying(access, services.interrupts());
        return List.of(
                new ShowCommand(services.workbench(), access, known, services.clock()),
                new LaunchCommand(access, launched, verifying),
                new SessionsCommand(access, profiles, services.clock()),
                new TailCommand(access, known, following),
                new LogCommand(access, known, services.interrupts()),
                new WaitCommand(access, known, services.interrupts()),
                new StopCommand(access, known, services.interrupts()),
                new ResumeCommand(access, known, reader, suggestions, launched, verifying),
                new AdoptCommand(
                        access,
                        known,
                        services.fileNames(),
                        services.surroundings().directory(),
                        services.clock()),
                new NoteCommand(access, known, services.clock()),
                new SampleCommand(services, access, known),
                new DataPrepareCommand(
                        access,
                        reader,
                        launched,
                        () -> services.workbench().state().profile() != null));
    }

    /** For commands of other packages that launch a step and wait for it. */
    public static LaunchView launched(Services services, SessionAccess access) {
        return new LaunchView(
                access,
                services.variables(),
                new Following(access, services.interrupts(), services.clock()),
                services.findings());
    }
}
