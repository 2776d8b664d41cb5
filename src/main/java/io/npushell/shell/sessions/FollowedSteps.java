package io.npushell.shell.sessions;

import io.npushell.session.StepMark;
import java.util.List;
import java.util.Optional;

/** Tells which step a followed session has come to; nothing for a session of one step. */
final class FollowedSteps {
    private final List<String> asked;
    private int told;

    /**
     * Begins.
     *
     * @param told how many steps it had come to before
     */
    FollowedSteps(List<String> asked, int told) {
        this.asked = asked;
        this.told = told;
    }

    /** The newest step, where it is a new one: "step weights (2 of 3)". */
    Optional<String> take(List<StepMark> marks) {
        if (asked.size() < 2 || marks.size() <= told) {
            return Optional.empty();
        }
        told = marks.size();
        return Optional.of("step " + marks.get(told - 1).step() + " (" + told + " of " + asked.size() + ")");
    }
}
