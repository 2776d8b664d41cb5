package io.npushell.trainer;

/** Tiny models for tests: one of each style. */
final class Shapes {
    static final Shape QWEN = new Shape(2, 32, 48, 4, 4, 60, 64, 64, 1.0, 10000, 1e-6);
    static final Shape GLM = new Shape(2, 32, 48, 4, 2, 60, 64, 64, 0.5, 10000, 1e-5);

    private Shapes() {}
}
