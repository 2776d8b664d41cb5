package io.npushell.launch;

import io.npushell.plan.Facts;
import io.npushell.plan.Installation;
import io.npushell.plan.Step;
import io.npushell.process.DetachedStarter;
import java.util.List;

/** Chooses the place of a session. */
@FunctionalInterface
public interface Places {
    /** Everything right on this host. */
    static Places onHost(DetachedStarter starter) {
        Place host = new LocalPlace(starter);
        return (facts, steps, installation, user) -> host;
    }

    /**
     * Where steps are to run.
     *
     * @param facts as the plan saw them
     * @param steps those that run, one after the other, all in one place
     * @param installation whose java runs npu-shell's own programs
     * @param user inside a container, "" for the image's own
     */
    Place of(Facts facts, List<Step> steps, Installation installation, String user);
}
