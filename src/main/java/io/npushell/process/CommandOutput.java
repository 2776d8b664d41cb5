package io.npushell.process;

/**
 * What a short command printed and how it ended.
 *
 * @param exitCode its exit code; 128 + N where signal N ended it
 * @param timedOut whether it was killed for taking too long
 */
public record CommandOutput(int exitCode, String out, String err, boolean timedOut) {
    public boolean succeeded() {
        return exitCode == 0 && !timedOut;
    }
}
