package io.npushell;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something the operator can mend: told in one sentence with the remedy, never as a stack trace.
 *
 * <p>The message says what and why with the value quoted; the remedy is a command or a short instruction.
 */
public final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;
    private final @Nullable String remedy;

    public OperatorException(ExitCode exitCode, String message) {
        this(exitCode, message, null, null);
    }

    public OperatorException(ExitCode exitCode, String message, String remedy) {
        this(exitCode, message, remedy, null);
    }

    public OperatorException(ExitCode exitCode, String message, @Nullable String remedy, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message), cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** What to do about it, or null where nothing better than the message can be said. */
    public @Nullable String remedy() {
        return remedy;
    }
}
