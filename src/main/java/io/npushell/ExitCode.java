package io.npushell;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The exit codes of the command line; stable, see docs/exit-codes.md. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "the command failed"),
    USAGE(2, "unknown command, wrong option or a value its own kind forbids"),
    FINDINGS(3, "findings of level error"),
    NOT_FOUND(4, "no such profile, session, preset or file"),
    CONFLICT(5, "busy, locked, or would overwrite"),
    ENVIRONMENT(6, "this machine lacks something the command needs"),
    CONFIRMATION(7, "a confirmation is needed and there is no terminal to ask on"),
    TIMEOUT(8, "not done within the time given"),
    BUG(9, "a bug in npu-shell"),
    SESSION_FAILED(20, "the session waited for failed"),
    SESSION_STOPPED(21, "the session waited for was stopped"),
    SESSION_LOST(22, "the session waited for was lost or interrupted"),
    SESSION_OUT_OF_MEMORY(23, "the session waited for ran out of memory"),
    SESSION_STALLED(24, "the session waited for stalled or its loss became NaN"),
    HUNG_UP(129, "the terminal went away (SIGHUP); the session goes on"),
    INTERRUPTED(
            130,
            "Ctrl-C, also of tail and log --follow; a training goes on, a data, convert or merge step in the foreground is stopped"),
    PIPE_CLOSED(141, "the reader of our output went away; the session goes on"),
    TERMINATED(143, "asked to end by SIGTERM; the session goes on");

    private static final Pattern NAN = Pattern.compile("\\bnan\\b|\\bstall");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** What a session ends with that failed for a reason as lists show it: "NPU out of memory", or null. */
    public static ExitCode ofFailure(@Nullable String reason) {
        String words = reason == null ? "" : reason.toLowerCase(Locale.ROOT);
        if (words.contains("out of memory")) {
            return SESSION_OUT_OF_MEMORY;
        }
        return NAN.matcher(words).find() ? SESSION_STALLED : SESSION_FAILED;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
