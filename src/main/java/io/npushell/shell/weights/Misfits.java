package io.npushell.shell.weights;

import io.npushell.model.ModelShape;
import io.npushell.model.ModelSizes;
import io.npushell.weights.convert.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares weights with what the settings would load. */
final class Misfits {
    private final Inspection found;
    private final ModelShape shape;
    private final Wanted wanted;
    private final List<Misfit> misfits = new ArrayList<>();

    private Misfits(Inspection found, ModelShape shape, Wanted wanted) {
        this.found = found;
        this.shape = shape;
        this.wanted = wanted;
    }

    /**
     * The settings.
     *
     * @param profile its name
     * @param rows of the vocabulary, 0 for the profile's
     * @param dtype params-dtype: source, fp16, bf16 or fp32
     */
    record Wanted(String profile, long tensorParallel, long pipelineParallel, long rows, String dtype) {}

    /** Empty where the settings can load them, or where that cannot be told. */
    static List<Misfit> of(Inspection found, ModelShape shape, Wanted wanted) {
        Misfits misfits = new Misfits(found, shape, wanted);
        if (found.layers() > 0 && misfits.sameModel()) {
            misfits.cut();
            misfits.rows();
            misfits.dtype();
        }
        return List.copyOf(misfits.misfits);
    }

    private boolean sameModel() {
        Optional<ModelSizes.Difference> difference = found.shape().differenceFrom(shape);
        difference.ifPresent(size -> add(
                (size.name().equals("layers") ? size.has() + " layers" : size.name() + " " + size.has()) + ", and "
                        + wanted.profile() + " has " + size.wanted(),
                "profile list",
                "use PROFILE"));
        return difference.isEmpty();
    }

    /** A Hugging Face model is not cut. */
    private void cut() {
        boolean fits = found.tensorParallel() == wanted.tensorParallel()
                && found.pipelineParallel() == wanted.pipelineParallel();
        if (found.tensorParallel() > 0 && !fits) {
            add(
                    "cut for TP " + found.tensorParallel() + " and PP " + found.pipelineParallel()
                            + ", and the settings say TP " + wanted.tensorParallel() + " and PP "
                            + wanted.pipelineParallel(),
                    "set tp " + found.tensorParallel() + " pp " + found.pipelineParallel(),
                    "weights convert");
        }
    }

    private void rows() {
        long rows = wanted.rows() > 0 ? wanted.rows() : shape.paddedVocabulary();
        if (found.vocabularyRows() > 0 && found.tensorParallel() > 0 && found.vocabularyRows() != rows) {
            add(
                    String.format(
                            Locale.ROOT,
                            "%,d rows of vocabulary, and the settings say %,d",
                            found.vocabularyRows(),
                            rows),
                    found.vocabularyRows() == shape.paddedVocabulary()
                            ? "unset padded-vocab-size"
                            : "set padded-vocab-size " + found.vocabularyRows(),
                    "weights convert");
        }
    }

    /** What a training saved has the type it was trained in, whatever is asked of a conversion. */
    private void dtype() {
        String wants = wanted.dtype().replace("fp", "f");
        if (found.tensorParallel() > 0
                && found.contents().isEmpty()
                && !wants.equals("source")
                && !found.dtypes().contains(wants)) {
            add(
                    "element type " + String.join(", ", found.dtypes()) + ", and params-dtype says " + wanted.dtype(),
                    "unset params-dtype",
                    "weights convert");
        }
    }

    private void add(String sentence, String... remedies) {
        misfits.add(new Misfit(sentence, List.of(remedies)));
    }
}
