package io.npushell.launch;

import io.npushell.process.CommandRunner;
import io.npushell.process.FlockProbe;
import io.npushell.process.ProcFsTable;
import io.npushell.session.EndJudge;
import io.npushell.session.FileSessionStore;
import java.nio.file.Path;
import java.time.Clock;

/** The sessions of a workspace as this host's own process table tells of them. */
public final class HostSessions {
    private HostSessions() {}

    public static FileSessionStore open(Path workDir, CommandRunner commands, Clock clock) {
        return open(workDir, commands, clock, EndJudge.NONE);
    }

    /** The ends of its trainings are judged by their logs. */
    public static FileSessionStore open(Path workDir, CommandRunner commands, Clock clock, EndJudge judge) {
        return new FileSessionStore(
                workDir, new HostVitals(new ProcFsTable(commands)), new FlockProbe(commands), clock, judge);
    }
}
