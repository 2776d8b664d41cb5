package io.npushell.shell.workbench;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Restores the operator's workbench at the start and saves it when it has changed. */
public final class WorkbenchKeeper {
    private final WorkbenchFile file;
    private final Workbench workbench;
    private WorkbenchState saved = WorkbenchState.CLEAN;

    public WorkbenchKeeper(WorkbenchFile file, Workbench workbench) {
        this.file = file;
        this.workbench = workbench;
    }

    /** Puts the saved state on the bench; gives sentences about what could not be restored. */
    public List<String> restore() {
        WorkbenchFile.Restored restored = file.load();
        workbench.restore(restored.state());
        saved = restored.state();
        return restored.notes();
    }

    /**
     * Saves what has changed since it was restored or saved here; what other shells have saved since stays.
     *
     * @throws OperatorException ENVIRONMENT where it cannot be written
     */
    public void save() {
        WorkbenchState state = workbench.state();
        if (state.equals(saved)) {
            return;
        }
        WorkbenchState before = saved;
        saved = state;
        try {
            file.saveChange(before, state);
        } catch (UncheckedIOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "the workbench cannot be saved as '" + file.path() + "': "
                            + IoReason.of(Objects.requireNonNull(e.getCause())),
                    "point NPU_SHELL_HOME at a directory of yours that can be written",
                    e);
        }
    }
}
