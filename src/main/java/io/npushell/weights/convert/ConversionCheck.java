package io.npushell.weights.convert;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.model.ElementType;
import io.npushell.model.ModelFamilies;
import io.npushell.model.ParallelSize;
import io.npushell.weights.BrokenFileException;
import io.npushell.weights.TensorContent;
import io.npushell.weights.megatron.ParameterMapping;
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
    private final ModelFamilies families;
    private final Path made;
    private final Path target;
    private final ParallelSize parallel;
    private final Conversion.Form form;

    /**
     * Names what to look at.
     *
     * @param made what the other converter wrote, {@code TARGET.unfinished}
     * @param form its element type may be null: then it is taken as it is; its rows are those of the model
     */
    public ConversionCheck(
            Path source, ModelFamilies families, Path made, Path target, ParallelSize parallel, Conversion.Form form) {
        this.families = families;
        this.source = source;
        this.made = made;
        this.target = target;
        this.parallel = parallel;
        this.form = form;
    }

    /**
     * Does it.
     *
     * @throws OperatorException FAILED where a rank, a tensor or the tracker is missing, or something has another shape; CONFLICT where the target
     *     holds something else
     */
    public void run(WeightsProgress progress) throws IOException {
        HfConfig config = HfConfig.read(source, families);
        Set<ElementType> types = EnumSet.noneOf(ElementType.class);
        List<String> problems = problems(config, types);
        if (!problems.isEmpty()) {
            throw new OperatorException(
                    ExitCode.FAILED,
                    "the converter left no whole checkpoint: " + problems.get(0)
                            + (problems.size() > 1 ? ", and " + (problems.size() - 1) + " more" : ""),
                    "look for the first error in the log; set converter native does it without Python");
        }
        Map<String, String> manifest = Conversion.expected(source, config, parallel, form);
        manifest.put("dtype", label(types));
        manifest.put("converter", "modellink");
        TargetCheck.check(target, manifest);
        Manifest.write(made, manifest);
        try (OutputDirectory output = OutputDirectory.adopt(target, made)) {
            output.complete();
        }
        progress.say(
                target + " is whole, TP " + parallel.tensor() + " PP " + parallel.pipeline() + ", " + label(types));
    }

    private List<String> problems(HfConfig config, Set<ElementType> types) throws IOException {
        try (MegatronModel model = MegatronModel.open(made, -1)) {
            if (model.tensorParallel() != parallel.tensor()
                    || model.saved().pipelineParallel() != parallel.pipeline()) {
                return List.of("it is cut for TP " + model.tensorParallel() + " and PP "
                        + model.saved().pipelineParallel());
            }
            List<String> problems = problems(model, ParameterMapping.of(config.family(), config.sizes()), types);
            ElementType wanted = form.dtype();
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

    private static List<String> problems(MegatronModel model, List<ParameterMapping> mappings, Set<ElementType> types) {
        List<String> problems = new ArrayList<>();
        for (int rank = 0; rank < model.tensorParallel(); rank++) {
            for (ParameterMapping mapping : mappings) {
                TensorContent tensor = model.find(rank, mapping.name());
                List<Long> shape = mapping.rankShape(model.tensorParallel());
                if (tensor == null) {
                    problems.add("'" + mapping.name() + "' is missing in rank " + rank);
                } else {
                    types.add(tensor.dtype());
                    if (!tensor.shape().equals(shape)) {
                        problems.add("'" + mapping.name() + "' has the shape " + tensor.shape() + ", not " + shape);
                    }
                }
            }
        }
        return problems;
    }

    private static String label(Set<ElementType> types) {
        return types.stream().map(ElementType::safetensors).collect(Collectors.joining(" and "));
    }
}
