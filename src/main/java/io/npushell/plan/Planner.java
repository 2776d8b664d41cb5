package io.npushell.plan;

import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.profile.ModelProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Computes what would run, from values alone. */
public final class Planner {
    /** The whole plan; never throws for settings that do not fit together: they are findings. */
    public Plan plan(PlanRequest request) {
        Draft draft = Draft.of(request);
        return new Plan(
                request.profile(),
                request.runType(),
                draft.settings(),
                request.facts().machine(),
                layout(draft.fit()),
                steps(draft),
                CheckpointSize.need(draft),
                Checks.findings(draft));
    }

    static List<Step> steps(Draft draft) {
        List<Step> steps = new ArrayList<>();
        steps.add(DataStep.of(draft));
        if (draft.convertsWeights()) {
            steps.add(WeightsStep.of(draft));
        }
        steps.add(TrainStep.of(draft));
        if (draft.on(ParameterNames.EXPORT) || draft.exportsWhatIsThere()) {
            steps.add(ExportStep.of(draft));
        }
        return steps;
    }

    private static @Nullable Layout layout(@Nullable Fit fit) {
        if (fit == null || !fit.batchDivides()) {
            return null;
        }
        return new Layout(
                fit.world(),
                (int) fit.tensorParallel(),
                (int) fit.pipelineParallel(),
                (int) fit.dataParallel(),
                fit.microBatch(),
                fit.globalBatch(),
                fit.microBatches());
    }

    /** The devices of a node that the ranks of a training get, by the runtime's numbers: those named, else as many as the script starts ranks on. */
    public static List<Integer> devices(ModelProfile profile, Settings settings) {
        return settings.text(ParameterNames.DEVICES)
                .map(list -> Stream.of(list.split(",")).map(Integer::valueOf).toList())
                .orElseGet(() ->
                        IntStream.range(0, profile.devicesPerNode()).boxed().toList());
    }

    /**
     * The operator's layers completed with manual defaults, the profile's recommendations and what is derived from values alone
     * (paths of the workspace tree); for show, explain and completion, without a look at the world.
     *
     * <p>Give the operator's settings with {@link Defaults} beneath them, else the workspace is the manual's; a code directory that was
     * found goes into layer derived too. Other derived values are made anew. With {@code epochs} set there is no {@code train-iters} here, as it depends on the data; the plan has it.
     */
    public static Settings settings(ModelProfile profile, RunType runType, Settings operator) {
        return SettingsLayers.complete(profile, runType, operator, null);
    }
}
