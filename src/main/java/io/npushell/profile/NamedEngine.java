package io.npushell.profile;

/** What the word after {@code engine:} in a profile stands for. What an engine needs and can, the planner knows: {@code plan.engine.Engine}. */
public interface NamedEngine {
    /** The word: "ascend". Session records keep it, so it never changes. */
    String label();
}
