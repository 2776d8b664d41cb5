package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.weights.BrokenFileException;
import io.npushell.weights.DType;
import io.npushell.weights.TensorContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks at what another converter left: its exit code is 0 also where its saver died. Where it is whole it is put in place, with a note
 * beside it of what it is.
 */
public final class ConversionCheck {
    private final Path source;
    private final Path made;
    private final Path target;
    private final Conversion.Cut cut;
    private final Conversion.Form form;

    /**
     * Names what to look at.
     *
     * @param made what the other converter wrote, {@code TARGET.unfinished}
     * @param form its element type may be null: then it is taken as it is; its rows are those of the model
     */
    public ConversionCheck(Path source, Path made, Path target, Conversion.Cut cut, Conversion.Form form) {
        this.source = source;
        this.made = made;
        this.target = target;
        this.cut = cut;
        this.form = form;
    }

    /**
     * Does it.
     *
     * @throws OperatorException FAILED where a rank, a tensor or the tracker is missing, or something has another shape; CONFLICT where the target
     *     holds something else
     */
    public void run(WeightsProgress progress) throws IOException {
        HfConfig config = HfConfig.read(source);
        Set<DType> types = EnumSet.noneOf(DType.class);
        List<String> problems = problems(config, types);
        if (!problems.isEmpty()) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the converter left no whole checkpoint: " + problems.get(0)
                            + (problems.size() > 1 ? ", and " + (problems.size() - 1) + " more" : ""),
                    "look for the first error in the log; set converter native does it without Python");
        }
        Map<String, String> manifest = Conversion.expected(source, cut, form);
        manifest.put("dtype", label(types));
        manifest.put("converter", "modellink");
        TargetCheck.check(target, manifest);
        Manifest.write(made, manifest);
        try (OutputDirectory output = OutputDirectory.adopt(target, made)) {
            output.complete();
        }
        progress.say(target + " is whole, TP " + cut.tensorParallel() + " PP " + cut.pipelineParallel() + ", "
                + label(types));
    }

    private List<String> problems(HfConfig config, Set<DType> types) throws IOException {
        try (MegatronModel model = MegatronModel.open(made, -1)) {
            if (model.tensorParallel() != cut.tensorParallel()
                    || model.saved().pipelineParallel() != cut.pipelineParallel()) {
                return List.of("it is cut for TP " + model.tensorParallel() + " and PP "
                        + model.saved().pipelineParallel());
            }
            List<String> problems = problems(model, Recipes.of(config.family(), config.dimensions()), types);
            DType wanted = form.dtype();
            if (wanted != null && !types.equals(Set.of(wanted))) {
                problems.add("it holds " + label(types) + ", not " + wanted.safetensors());
            }
            return problems;
        } catch (BrokenFileException e) {
            return List.of("a file in '" + made + "' " + e.getMessage());
        } catch (OperatorException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> problems(MegatronModel model, List<Recipe> recipes, Set<DType> types) {
        List<String> problems = new ArrayList<>();
        for (int rank = 0; rank < model.tensorParallel(); rank++) {
            for (Recipe recipe : recipes) {
                TensorContent tensor = model.find(rank, recipe.name());
                List<Long> shape = recipe.rankShape(model.tensorParallel());
                if (tensor == null) {
                    problems.add("'" + recipe.name() + "' is missing in rank " + rank);
                } else {
                    types.add(tensor.dtype());
                    if (!tensor.shape().equals(shape)) {
                        problems.add("'" + recipe.name() + "' has the shape " + tensor.shape() + ", not " + shape);
                    }
                }
            }
        }
        return problems;
    }

    private static String label(Set<DType> types) {
        return types.stream().map(DType::safetensors).collect(Collectors.joining(" and "));
    }
}
