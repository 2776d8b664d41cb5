package io.npushell.session;

import io.npushell.OperatorException;
import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Declares that a session whose supervisor has not come never starts: a mark in its directory, made under its lock, so that a supervisor that comes late finds
 * it and starts nothing. Either it has started or it never will.
 */
final class GivenUp {
    static final String MARK = "given-up";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int HELD = 75;
    private static final String SCRIPT =
            "[ -e \"$1/state/identity\" ] || [ -e \"$1/state/exit\" ] || : >\"$1/" + MARK + "\"";

    private final CommandRunner commands;

    GivenUp(CommandRunner commands) {
        this.commands = commands;
    }

    static boolean of(Path directory) {
        return Files.exists(directory.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether it never starts now; false where it has started, is just being started, or the mark cannot be made. */
    boolean declare(Path directory) {
        try {
            CommandOutput answer = commands.run(
                    List.of(
                            "flock",
                            "-w",
                            "1",
                            "-E",
                            Integer.toString(HELD),
                            directory.resolve("state/lock").toString(),
                            "sh",
                            "-c",
                            SCRIPT,
                            "give-up",
                            directory.toString()),
                    Path.of("/"),
                    Map.of(),
                    LIMIT);
            return answer.succeeded() && of(directory);
        } catch (OperatorException noLocks) {
            // without locks no supervisor starts anything either
            return false;
        }
    }
}
