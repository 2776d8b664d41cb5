package io.npushell.launch;

import io.npushell.device.NpuProbe;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Machine;
import io.npushell.profile.ModelProfile;
import io.npushell.session.SessionStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Looks at the world for a plan: NPUs, script, data, checkpoints, output, disk. Never throws for what is missing or broken. */
public final class FactGatherer {
    /**
     * Names whom to ask.
     *
     * @param stores the sessions of a work-dir
     */
    public FactGatherer(NpuProbe probe, Function<Path, SessionStore> stores) {}

    public Facts gather(LaunchRequest request) {
        return Facts.unseen(machine(request.profile(), request.settings()));
    }

    /** This machine, as the profile's engine sees it; {@code settings} need only say NNODES. */
    public Machine machine(ModelProfile profile, Settings settings) {
        return new Machine(1, 1, "CPU", 0, false, List.of());
    }
}
