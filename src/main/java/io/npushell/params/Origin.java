package io.npushell.params;

/** Where a value came from, weakest first: a later origin overrides an earlier one. */
public enum Origin {
    MANUAL("manual default"),
    PROFILE("profile"),
    DERIVED("derived"),
    PRESET("preset"),
    OPERATOR("operator"),
    FLAG("flag");

    private final String label;

    Origin(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
