package io.npushell.plan.engine;

import static io.npushell.params.ParameterNames.DATASET_PATH;
import static io.npushell.params.ParameterNames.GLOBAL_BATCH;
import static io.npushell.params.ParameterNames.MASTER_ADDR;
import static io.npushell.params.ParameterNames.MICRO_BATCH;
import static io.npushell.params.ParameterNames.MODEL_PATH;
import static io.npushell.params.ParameterNames.MODEL_TYPE;
import static io.npushell.params.ParameterNames.NNODES;
import static io.npushell.params.ParameterNames.NODE_RANK;
import static io.npushell.params.ParameterNames.PIPELINE_PARALLEL;
import static io.npushell.params.ParameterNames.RUN_TYPE;
import static io.npushell.params.ParameterNames.SEQ_LEN;
import static io.npushell.params.ParameterNames.TENSOR_PARALLEL;
import static io.npushell.params.ParameterNames.TOKENIZER_PATH;
import static io.npushell.params.ParameterNames.TRAIN_ITERS;
import static io.npushell.params.ParameterNames.WORK_DIR;

import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.plan.Draft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables the manual's scripts are given, in the manual's order. */
final class AscendEnvironment {
    private static final List<String> CLUSTER = List.of(MASTER_ADDR, NNODES, NODE_RANK);
    /** In the manual's order. */
    static final List<String> MANUAL = List.of(
            MODEL_TYPE,
            RUN_TYPE,
            DATASET_PATH,
            TOKENIZER_PATH,
            MODEL_PATH,
            TRAIN_ITERS,
            MICRO_BATCH,
            GLOBAL_BATCH,
            TENSOR_PARALLEL,
            PIPELINE_PARALLEL,
            SEQ_LEN,
            WORK_DIR);

    private final Draft draft;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private AscendEnvironment(Draft draft) {
        this.draft = draft;
    }

    static Map<String, String> of(Draft draft, int node) {
        AscendEnvironment environment = new AscendEnvironment(draft);
        if (draft.nodes() > 1) {
            CLUSTER.forEach(environment::add);
            environment.put(NODE_RANK, Integer.toString(node));
        }
        MANUAL.stream()
                .filter(name -> !name.equals(MODEL_PATH) || draft.loadsWeights() || draft.chosen(MODEL_PATH))
                .forEach(environment::add);
        ParameterCatalog.standard().all().stream()
                .filter(environment::beyondTheManual)
                .map(Parameter::name)
                .forEach(environment::add);
        return environment.variables;
    }

    /** What somebody set goes along even where the profile names no variable: S02 says so where the script does not read it. */
    private boolean beyondTheManual(Parameter parameter) {
        String name = parameter.name();
        if (!parameter.passed() || MANUAL.contains(name) || CLUSTER.contains(name)) {
            return false;
        }
        boolean recommended = draft.settings()
                .find(name)
                .filter(setting -> setting.origin() == Origin.PROFILE)
                .isPresent();
        return draft.chosen(name)
                || (recommended && draft.profile().variable(name).isPresent());
    }

    private void add(String name) {
        if (name.equals(RUN_TYPE)) {
            put(name, draft.runType().label());
        } else {
            draft.path(name).ifPresent(value -> put(name, value));
        }
    }

    private void put(String name, String value) {
        String variable = ParameterCatalog.standard().get(name).variable();
        variables.put(draft.profile().variable(name).orElse(variable), value);
    }
}
