package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at what another converter left: its exit code is 0 also where its saver died. Notes what it is where it is whole. */
public final class ConversionCheck {
    private final Path source;
    private final Path target;
    private final Conversion.Cut cut;
    private final Conversion.Form form;

    public ConversionCheck(Path source, Path target, Conversion.Cut cut, Conversion.Form form) {
        this.source = source;
        this.target = target;
        this.cut = cut;
        this.form = form;
    }

    /**
     * Does it.
     *
     * @throws OperatorException where a rank, a tensor or the tracker is missing, or something has another shape
     */
    public void run(WeightsProgress progress) throws IOException {
        HfConfig config = HfConfig.read(source);
        try (MegatronModel model = MegatronModel.open(target, -1)) {
            List<String> problems = new ArrayList<>();
            if (model.tensorParallel() != cut.tensorParallel()
                    || model.saved().pipelineParallel() != cut.pipelineParallel()) {
                problems.add("it is cut for TP " + model.tensorParallel() + " and PP "
                        + model.saved().pipelineParallel());
            } else {
                problems.addAll(problems(model, Recipes.of(config.family(), config.dimensions())));
            }
            if (!problems.isEmpty()) {
                throw new OperatorException(
                        ExitCode.FAILED,
                        "the converter left no whole checkpoint in '" + target + "': " + problems.get(0)
                                + (problems.size() > 1 ? ", and " + (problems.size() - 1) + " more" : ""),
                        "look for the first error in the log; set converter native does it without Python");
            }
        }
        Manifest.write(target, Conversion.expected(source, cut, form));
        progress.say(target + " is whole, TP " + cut.tensorParallel() + " PP " + cut.pipelineParallel());
    }

    private static List<String> problems(MegatronModel model, List<Recipe> recipes) {
        List<String> problems = new ArrayList<>();
        for (int rank = 0; rank < model.tensorParallel(); rank++) {
            for (Recipe recipe : recipes) {
                TensorContent tensor = model.find(rank, recipe.name());
                List<Long> shape = recipe.rankShape(model.tensorParallel());
                if (tensor == null) {
                    problems.add("'" + recipe.name() + "' is missing in rank " + rank);
                } else if (!tensor.shape().equals(shape)) {
                    problems.add("'" + recipe.name() + "' has the shape " + tensor.shape() + ", not " + shape);
                }
            }
        }
        return problems;
    }
}
