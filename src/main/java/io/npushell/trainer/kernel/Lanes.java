package io.npushell.trainer.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width of this machine, at most 16 lanes, and sums that do not depend on it.
 *
 * <p>Every sum runs in 16 accumulators, element i in accumulator i mod 16, added up from the first to the last. {@code reduceLanes(ADD)} is never used:
 * its order is undefined and differs between interpreter and compiler.
 */
final class Lanes {
    /** Accumulators of every sum, whatever the vector width. */
    static final int SUM = 16;

    static final VectorSpecies<Float> SPECIES =
            FloatVector.SPECIES_PREFERRED.length() > SUM ? FloatVector.SPECIES_512 : FloatVector.SPECIES_PREFERRED;

    static final int WIDTH = SPECIES.length();

    private Lanes() {}

    static FloatVector load(float[] values, int index) {
        return FloatVector.fromArray(SPECIES, values, index);
    }

    static FloatVector broadcast(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    static FloatVector zero() {
        return FloatVector.zero(SPECIES);
    }

    /** Adds 16 accumulators, first to last. */
    static float sum(float[] accumulators) {
        float sum = accumulators[0];
        for (int lane = 1; lane < SUM; lane++) {
            sum += accumulators[lane];
        }
        return sum;
    }
}
