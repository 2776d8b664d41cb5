package io.npushell.params;

/** The value of one parameter and where it came from. */
public record Setting(Parameter parameter, Value value, Origin origin) {

    /** "tp=8 (operator)" */
    @Override
    public String toString() {
        return parameter.name() + "=" + value.text() + " (" + origin.label() + ")";
    }
}
