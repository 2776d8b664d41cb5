package io.npushell.shell.script;

import org.jspecify.annotations.Nullable;

/** A part of a word as it stands in the text. */
public sealed interface Piece {
    /** Text that means itself; a tilde in quoted text is a tilde. */
    record Literal(String text, boolean quoted) implements Piece {}

    /**
     * {@code $NAME} or <code>${NAME:-fallback}</code>.
     *
     * @param fallback what to take where the variable is not set or empty, or null
     */
    record Reference(String name, @Nullable String fallback) implements Piece {}
}
