package io.npushell.shell;

/**
 * Logging without any handler: what libraries log is not for the operator, and standard error is ours.
 *
 * <p>Named to java.util.logging, which makes one instead of reading its own configuration, and only when something is logged.
 */
public final class QuietLogging {
    /** For java.util.logging. */
    public QuietLogging() {}

    static void choose() {
        if (System.getenv("NPU_SHELL_DEBUG") == null) {
            System.setProperty("java.util.logging.config.class", QuietLogging.class.getName());
        }
    }
}
