package io.npushell.shell.logs;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.plan.CommandText;
import io.npushell.session.Session;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.view.Output;
import io.npushell.trainlog.LogHistory;
import io.npushell.trainlog.LogReader;
import io.npushell.trainlog.PackedLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds and reads the logs an operator names: a session's, or any file. */
final class LogSources {
    private final SessionAccess access;
    private final Path directory;
    private final String home;

    /**
     * Sources of a shell.
     *
     * @param directory where relative names start
     * @param home what {@code ~} stands for
     */
    LogSources(SessionAccess access, Path directory, String home) {
        this.access = access;
        this.directory = directory;
        this.home = home;
    }

    /** What was read of a log. */
    record Reading(LogSource source, LogHistory history, long bytes, String problem) {}

    /** A session's log; where no session is called so, the file of that name. A name with a slash is a file. */
    LogSource find(String reference) {
        Path file = path(reference);
        if (reference.contains("/")) {
            return file(reference, file);
        }
        try {
            Session session = access.session(reference);
            return new LogSource("session " + session.id().text(), session.log(), session);
        } catch (OperatorException none) {
            if (Files.exists(file)) {
                return file(reference, file);
            }
            throw none;
        }
    }

    /** What is meant by {@code last}: the newest session that trains. */
    String meant(String reference, Output out) {
        return LastSession.TRAINING.meant(reference, access.store(), out::say);
    }

    /** A path as the operator writes it. */
    Path path(String text) {
        try {
            String expanded = text.startsWith("~/") ? home + text.substring(1) : text;
            return directory.resolve(expanded).normalize();
        } catch (InvalidPathException e) {
            throw new OperatorException(ExitCode.USAGE, "'" + text + "' is no path", null, e);
        }
    }

    Reading read(LogSource source) {
        if (source.session() != null && Files.isSymbolicLink(source.file())) { // others may write to the workspace
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the log '" + source.file() + "' is a link, which is not followed",
                    "perf FILE reads what it leads to");
        }
        LogHistory history = new LogHistory();
        try {
            LogReader.Read read = LogReader.read(source.file(), source.growing(), history);
            return new Reading(source, history, read.bytes(), read.problem());
        } catch (PackedLogException packed) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the log '" + source.file() + "' is " + packed.getMessage() + ", which is not read",
                    unpacking(packed.tool(), source.file().toString()),
                    packed);
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the log '" + source.file() + "' cannot be read: " + IoReason.of(e),
                    "check the path and its rights",
                    e);
        }
    }

    private static LogSource file(String reference, Path file) {
        if (!Files.exists(file)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "there is no log '" + reference + "'",
                    "sessions   or   ls " + CommandText.quote(String.valueOf(file.getParent())));
        }
        if (Files.isDirectory(file)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "'" + reference + "' is a directory, not a log",
                    "ls " + CommandText.quote(reference));
        }
        if (!Files.isRegularFile(file)) { // a pipe gives its text once and may never end
            throw new OperatorException(
                    ExitCode.USAGE,
                    "'" + reference + "' is a pipe or device, not a file",
                    "cat " + CommandText.quote(reference) + " > train.log");
        }
        return new LogSource(String.valueOf(file.getFileName()), file, null);
    }

    /** Into a new file where the tool writes to standard output: then it does not matter how the name ends. */
    private static String unpacking(String tool, String file) {
        String command = tool + " " + CommandText.quote(file);
        return tool.contains(" -dc") ? command + " > " + CommandText.quote(file + ".log") : command;
    }
}
