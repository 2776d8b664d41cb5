package io.npushell.launch;

import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The learning rate over a training: linear warm-up, then a cosine down to the minimum at the last iteration, as Megatron and the
 * embedded engine have it.
 *
 * @param warmupFraction share of the iterations that warm up
 */
record Schedule(double rate, double minimum, double warmupFraction, long iterations) {

    /** Empty where the settings do not say it all: then only the script knows. */
    static Optional<Schedule> of(Settings settings, long iterations) {
        OptionalDouble rate = settings.decimal(ParameterNames.LEARNING_RATE);
        OptionalDouble minimum = settings.decimal(ParameterNames.MIN_LEARNING_RATE);
        OptionalDouble warmup = settings.decimal(ParameterNames.WARMUP_FRACTION);
        return rate.isEmpty() || minimum.isEmpty() || warmup.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Schedule(rate.getAsDouble(), minimum.getAsDouble(), warmup.getAsDouble(), iterations));
    }

    /** The rate after so many iterations. */
    double at(long iteration) {
        double warmup = warmupFraction * iterations;
        if (warmup > 0 && iteration <= warmup) {
            return rate * iteration / warmup;
        }
        if (iteration >= iterations) {
            return minimum;
        }
        double done = (iteration - warmup) / (iterations - warmup);
        return minimum + (rate - minimum) * (Math.cos(Math.PI * done) + 1) / 2;
    }
}
