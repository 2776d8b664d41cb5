package io.npushell.trainlog;

import io.npushell.trainlog.LogEvent.Iteration;

/**
 * What an iteration works through and on how many devices, as far as that is known: what the operator says counts before what a line says, and
 * that before the trainer's arguments, since batch and length may grow while it trains.
 */
public record Workload(Sizes said, Sizes arguments) {

    /**
     * Sizes, each 0 where unknown.
     *
     * @param globalBatch samples of an iteration
     * @param sequenceLength tokens of a sample
     * @param devices that take part
     */
    public record Sizes(long globalBatch, long sequenceLength, long devices) {
        public static final Sizes UNKNOWN = new Sizes(0, 0, 0);

        /** These, with others where these are unknown. */
        public Sizes or(Sizes others) {
            return new Sizes(
                    globalBatch > 0 ? globalBatch : others.globalBatch,
                    sequenceLength > 0 ? sequenceLength : others.sequenceLength,
                    devices > 0 ? devices : others.devices);
        }

        static Sizes of(LogHistory log) {
            return new Sizes(
                    log.argument("global_batch_size").orElse(0),
                    log.argument("seq_length").orElse(0),
                    log.argument("world_size").orElse(0));
        }
    }

    /** The sizes that count for a line. */
    public Sizes at(Iteration line) {
        long length = line.further().sequenceLength();
        return said.or(new Sizes(Math.max(0, line.globalBatch()), Math.max(0, length), 0))
                .or(arguments);
    }

    /**
     * The manual's figure: global batch × sequence length ÷ (devices × milliseconds per iteration) × 1000; NaN where a part is unknown.
     */
    public static double tokensPerSecondPerDevice(Sizes sizes, double elapsedMillis) {
        boolean known = sizes.globalBatch > 0 && sizes.sequenceLength > 0 && sizes.devices > 0 && elapsedMillis > 0;
        return known
                ? (double) sizes.globalBatch * sizes.sequenceLength / (sizes.devices * elapsedMillis) * 1000
                : Double.NaN;
    }
}
