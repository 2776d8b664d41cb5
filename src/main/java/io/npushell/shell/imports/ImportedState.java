package io.npushell.shell.imports;

import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;

import io.npushell.params.Origin;
import io.npushell.params.ParameterNames;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.plan.engine.Engines;
import io.npushell.shell.workbench.Choices;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The workbench after an import: pure.
 *
 * <p>A command that starts a training says all that counts for it, so what was set by hand gives way, but for places. What an earlier
 * import gave stays, but for the other nodes, which a command for one node has not. A tool's command says only what it says.
 */
final class ImportedState {
    private static final Set<String> NODES =
            Set.of(NNODES, ParameterNames.NODE_RANK, ParameterNames.MASTER_ADDR, ParameterNames.MASTER_PORT);

    private ImportedState() {}

    /** The first part is in use afterwards. */
    static WorkbenchState after(WorkbenchState before, List<Imported> parts) {
        WorkbenchState next = before;
        for (int i = parts.size() - 1; i >= 0; i--) {
            next = after(before, next, parts.get(i));
        }
        return next;
    }

    private static WorkbenchState after(WorkbenchState before, WorkbenchState state, Imported part) {
        WorkbenchState next = state.use(part.profile().name(), part.runType());
        Choices there = next.choices();
        Settings base = part.trains() ? lasting(there, part) : there.settings();
        Settings places = before.settings();
        for (Setting setting : places.layer(Origin.OPERATOR).values()) {
            boolean inUse = before.title().equals(next.title());
            if (isPlace(setting, part) && !inUse) {
                base = base.with(setting.parameter(), setting.value(), Origin.OPERATOR);
            }
        }
        Set<String> imported = new TreeSet<>(there.imported());
        for (ImportedSetting setting : part.settings()) {
            base = base.with(setting.parameter(), setting.value(), Origin.OPERATOR);
            imported.add(setting.parameter().name());
            if (setting.parameter().name().equals(TRAIN_ITERS)) {
                base = base.without(EPOCHS, Origin.OPERATOR);
            }
        }
        return next.withChoices(new Choices(base, part.trains() ? null : there.preset(), imported));
    }

    /** Where it runs, which no training's command says: as {@code use} takes it along. */
    private static boolean isPlace(Setting setting, Imported part) {
        return switch (setting.parameter().group()) {
            case PLACES -> true;
            case CONTAINER -> Engines.of(part.profile()).needsNpus();
            default -> false;
        };
    }

    private static Settings lasting(Choices there, Imported part) {
        boolean severalNodes = part.layer().has(NNODES) || part.layer().has(ParameterNames.MASTER_ADDR);
        Settings lasting = Settings.none();
        for (Setting setting : there.settings().layer(Origin.OPERATOR).values()) {
            String name = setting.parameter().name();
            boolean otherNodes = NODES.contains(name) && !severalNodes;
            if (isPlace(setting, part) || (there.imported().contains(name) && !otherNodes)) {
                lasting = lasting.with(setting.parameter(), setting.value(), Origin.OPERATOR);
            }
        }
        return lasting;
    }
}
