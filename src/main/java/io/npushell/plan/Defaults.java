package io.npushell.plan;

import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.WORK_DIR;

import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Settings;
import io.npushell.params.Value;

/**
 * What the surroundings say where the operator says nothing.
 *
 * @param workDir the manual's workspace where it exists, else the one below the home directory
 * @param nodes nodes of the machine planned for
 */
public record Defaults(String workDir, int nodes) {

    /** The operator's settings with these beneath them, as layer derived; the planner keeps these two of that layer. */
    public Settings beneath(Settings operator) {
        ParameterCatalog catalog = ParameterCatalog.standard();
        return operator.with(catalog.get(WORK_DIR), new Value.Text(workDir), Origin.DERIVED)
                .with(catalog.get(NNODES), new Value.Whole(nodes), Origin.DERIVED);
    }
}
