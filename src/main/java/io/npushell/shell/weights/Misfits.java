package io.npushell.shell.weights;

import io.npushell.profile.ModelShape;
import io.npushell.weights.convert.Inspection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Compares weights with what the settings would load. */
final class Misfits {
    private Misfits() {}

    /**
     * The settings.
     *
     * @param rows of the vocabulary, 0 for the profile's
     */
    record Wanted(long tensorParallel, long pipelineParallel, long rows) {}

    /** One sentence each, with what to do. */
    static List<String> of(Inspection found, ModelShape shape, Wanted wanted) {
        List<String> misfits = new ArrayList<>();
        if (found.layers() != shape.layers()) {
            misfits.add(
                    found.layers() + " layers, and the profile in use has " + shape.layers() + "; use another profile");
            return misfits;
        }
        if (found.tensorParallel() > 0
                && (found.tensorParallel() != wanted.tensorParallel()
                        || found.pipelineParallel() != wanted.pipelineParallel())) {
            misfits.add("cut for TP " + found.tensorParallel() + " and PP " + found.pipelineParallel()
                    + ", and the settings say TP " + wanted.tensorParallel() + " and PP "
                    + wanted.pipelineParallel() + "; set tp " + found.tensorParallel() + " pp "
                    + found.pipelineParallel() + ", or weights convert");
        }
        long rows = wanted.rows() > 0 ? wanted.rows() : shape.paddedVocabulary();
        if (found.vocabularyRows() > 0 && found.tensorParallel() > 0 && found.vocabularyRows() != rows) {
            misfits.add(String.format(
                    Locale.ROOT,
                    "%,d rows of vocabulary, and the settings say %,d; set padded-vocab-size %d, or weights convert",
                    found.vocabularyRows(),
                    rows,
                    found.vocabularyRows()));
        }
        return misfits;
    }
}
