package io.npushell.plan;

/** Whether a value fits, and why. */
record Verdict(boolean legal, String reason) {
    static Verdict legal(String reason) {
        return new Verdict(true, reason);
    }

    static Verdict not(String reason) {
        return new Verdict(false, reason);
    }
}
