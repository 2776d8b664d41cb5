package io.npushell.plan;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.EPOCHS;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;
import static io.npushell.params.ParameterNames.WORK_DIR;

import java.util.List;

/** All values a plan needs are there. */
final class ValueMissing {
    static final Rule RULE = Rule.of("S08", "Value missing", """
            Neither the operator nor the profile nor the manual gives a value that the training needs.""");

    private ValueMissing() {}

    private static final List<String> NEEDED = List.of(
            DATASET_PATH,
            TOKENIZER_PATH,
            WORK_DIR,
            TRAIN_ITERS,
            MICRO_BATCH,
            GLOBAL_BATCH,
            SEQ_LEN,
            TENSOR_PARALLEL,
            PIPELINE_PARALLEL);

    static List<Finding> check(Draft draft) {
        // Iterations that only wait for the size of the data have a finding of their own.
        return NEEDED.stream()
                .filter(name -> !draft.settings().has(name))
                .filter(name -> !name.equals(TRAIN_ITERS) || !draft.settings().has(EPOCHS))
                .map(name -> RULE.error(name + " has no value", List.of("set " + name + " VALUE")))
                .toList();
    }
}
