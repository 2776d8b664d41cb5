package io.npushell.plan;

/** What a script does about a schedule that differs from the checkpoint's, as far as its text tells. */
enum ScheduleOptions {
    OVERRIDES,
    TAKES_THE_CHECKPOINTS,
    REFUSES,
    UNKNOWN;

    private static final String OVERRIDE = "override-opt_param-scheduler";
    private static final String USE_CHECKPOINT = "use-checkpoint-opt_param-scheduler";

    static ScheduleOptions of(Draft draft) {
        Facts.Script script = draft.facts().script();
        if (script == null || !script.exists()) {
            return UNKNOWN;
        }
        if (script.passes(OVERRIDE)) {
            return OVERRIDES;
        }
        return script.passes(USE_CHECKPOINT) ? TAKES_THE_CHECKPOINTS : REFUSES;
    }

    /** Completes "the checkpoint's schedule is for 200 iterations, this one for 300". */
    String consequence(Draft draft) {
        String script = draft.profile().script();
        return switch (this) {
            case OVERRIDES -> ": the learning rate changes course, as " + script + " passes --" + OVERRIDE;
            case TAKES_THE_CHECKPOINTS ->
                ": the learning rate follows the checkpoint's, as " + script + " passes --" + USE_CHECKPOINT;
            case REFUSES ->
                "; Megatron refuses that, and " + script + " seems to pass neither --" + OVERRIDE + " nor --"
                        + USE_CHECKPOINT;
            case UNKNOWN -> "; Megatron refuses that unless the script overrides it";
        };
    }

    boolean harmless() {
        return this == OVERRIDES || this == TAKES_THE_CHECKPOINTS;
    }
}
