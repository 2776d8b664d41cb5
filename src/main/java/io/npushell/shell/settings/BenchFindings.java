package io.npushell.shell.settings;

import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Defaults;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.plan.Installation;
import io.npushell.plan.Machine;
import io.npushell.plan.PlanRequest;
import io.npushell.plan.Planner;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the values on the workbench alone break, without a look at files: shown after each change and marked in the prompt.
 *
 * <p>Never reads a file; without a profile in memory there is nothing to say. The machine is the assumed one or, once somebody looked, the
 * one found here.
 */
public final class BenchFindings {
    private static final Installation NOWHERE = new Installation("java", "", "", "", "");

    private final Workbench bench;
    private final String defaultWorkDir;
    private volatile @Nullable Machine found;

    public BenchFindings(Workbench bench, String defaultWorkDir) {
        this.bench = bench;
        this.defaultWorkDir = defaultWorkDir;
    }

    /** Remembers what a look at this machine for a profile that trains on NPUs gave; a CPU tells nothing of NPUs. */
    public void found(ModelProfile profile, Machine machine) {
        if (Engines.of(profile).needsNpus() && !machine.assumed()) {
            found = machine;
        }
    }

    /** Looks at this machine, the first time only. */
    public void look(ModelProfile profile, Supplier<Machine> machine) {
        if (found == null && Engines.of(profile).needsNpus()) {
            found(profile, machine.get());
        }
    }

    /** The findings of the state on the bench. */
    public List<Finding> now() {
        return of(bench.state());
    }

    /** The findings a state has, as far as values show; empty where its profile is not in memory. */
    public List<Finding> of(WorkbenchState state) {
        Optional<ModelProfile> profile = bench.loadedProfile();
        if (profile.isEmpty() || !profile.get().name().equals(state.profile())) {
            return List.of();
        }
        return of(profile.get(), state);
    }

    /** The same for a profile at hand. */
    public List<Finding> of(ModelProfile profile, WorkbenchState state) {
        Machine machine = machine(profile, state);
        Settings settings = new Defaults(defaultWorkDir, machine.nodes()).beneath(state.settings());
        return new Planner()
                .plan(new PlanRequest(profile, state.runType(), settings, Facts.unseen(machine), NOWHERE, Set.of()))
                .findings();
    }

    /** The machine values are judged for: assumed, found, or as many devices as the profile's script starts on each node. */
    public Machine machine(ModelProfile profile, WorkbenchState state) {
        Machine assumed = state.machine();
        if (assumed != null) {
            return assumed;
        }
        if (!Engines.of(profile).needsNpus()) {
            return new Machine(1, 1, "CPU", 0, false, List.of());
        }
        int nodes = (int)
                Planner.settings(profile, state.runType(), new Defaults(defaultWorkDir, 1).beneath(state.settings()))
                        .whole(ParameterNames.NNODES)
                        .orElse(1);
        Machine here = found;
        return here != null && here.devicesPerNode() > 0
                ? new Machine(nodes, here.devicesPerNode(), here.deviceName(), here.memoryMib(), false, here.busy())
                : new Machine(nodes, profile.devicesPerNode(), "NPU", 0, false, List.of());
    }
}
