package io.npushell.params;

/** A value of a parameter, typed once when it was read; {@link #text()} is its one canonical spelling. */
public sealed interface Value {
    String text();

    /** A whole number. */
    record Whole(long number) implements Value {
        @Override
        public String text() {
            return Long.toString(number);
        }
    }

    /**
     * A number that need not be whole.
     *
     * @param text as the operator wrote it, so that 1.25e-6 stays 1.25e-6
     */
    record Decimal(double number, String text) implements Value {}

    /** On or off. */
    record Toggle(boolean on) implements Value {
        @Override
        public String text() {
            return on ? "on" : "off";
        }
    }

    /** A choice, a path, an address: anything whose meaning is its spelling. */
    record Text(String text) implements Value {}
}
